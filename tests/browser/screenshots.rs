//! Writes a picture of every kind of page, in both themes, wide and narrow, into `target/screenshots`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::driver::Browser;
use super::kinds::kinds;
use super::site::Site;

/// Pixels of a long page that are enough to judge it by.
const TALLEST: i64 = 2600;

#[tokio::test]
async fn all_kinds() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    let (browser, site) = (Browser::start().await, Site::start().await);
    for kind in kinds(&site).await {
        kind.visit(&browser, &site).await;
        for width in [1280, 360] {
            browser.resize(width, 900).await;
            let height = browser.run("return document.documentElement.scrollHeight").await.as_i64().unwrap();
            for theme in ["light", "dark"] {
                browser.theme(theme).await;
                let clip = json!({"x": 0, "y": 0, "width": width, "height": height.min(TALLEST), "scale": 1});
                let picture = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
                let picture = browser.devtools("Page.captureScreenshot", picture).await;
                let picture = BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
                assert!(picture.starts_with(b"\x89PNG") && picture.len() > 2000, "{} {width} {theme}", kind.name);
                fs::write(folder.join(format!("{}-{width}-{theme}.png", kind.name)), picture).unwrap();
            }
        }
    }
}
