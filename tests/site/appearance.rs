//! What an operator may change of what readers see.

use std::sync::Arc;

use kojiview::hub::Limits;
use kojiview::web::appearance::{Appearance, AppearanceSettings, Banner, Logo};
use kojiview::web::{Context, SiteLink};

use super::harness::{Site, demo, listen};

const LOGO: &str = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

/// A site that looks like this.
async fn site(settings: AppearanceSettings) -> Site {
    let (_, demo) = demo().await;
    let clock = demo.clone();
    let set = |context: &mut Context| context.appearance = Arc::new(Appearance::of(settings));
    Site::set(&listen(demo.router()).await, Limits::default(), Arc::new(move || clock.now()), set)
}

/// All of it, with markup in what is text.
async fn dressed_up() -> Site {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("logo-{}.svg", std::process::id()));
    std::fs::write(&path, LOGO).unwrap();
    let logo = Logo::read(&path).unwrap();
    std::fs::write(&path, "Down at <noon>: https://status.example.org/?a=1&b=2.").unwrap();
    let site = site(AppearanceSettings {
        name: "Example <Builds>".to_owned(),
        greeting: Some("Welcome & build".to_owned()),
        logo: Some(logo),
        accent: Some("#1a6b3c".parse().unwrap()),
        menu_links: vec![SiteLink::without_places("Docs=https://docs.example.org/").unwrap()],
        links: Vec::new(),
        mbs: Some("https://mbs.example.org/web".to_owned()),
        banner: Some(Banner::of(path.clone())),
    });
    let site = site.await;
    std::fs::remove_file(path).unwrap();
    site
}

#[tokio::test]
async fn name_greeting_links_and_banner_are_on_the_pages() {
    let site = dressed_up().await;
    let page = site.get("/").await;
    assert_eq!(page.texts("title"), ["Overview · Example <Builds>"]);
    assert_eq!(page.texts("h1"), ["Welcome & build"]);
    assert_eq!(page.texts("a.brand"), ["Example <Builds>"]);
    assert_eq!(page.attributes(".nav li:last-child a", "href"), ["https://docs.example.org/"]);
    for address in ["/", "/builds", "/nowhere"] {
        let page = site.get(address).await;
        assert_eq!(page.texts(".banner"), ["Down at <noon>: https://status.example.org/?a=1&b=2."], "{address}");
        assert_eq!(page.attributes(".banner a", "href"), ["https://status.example.org/?a=1&b=2"]);
    }
    let feed = site.get("/feeds/builds.atom").await;
    assert!(feed.body.contains("<title>Example &lt;Builds&gt;: "), "{}", feed.body);
}

#[tokio::test]
async fn the_logo_and_the_colour_are_served() {
    let site = dressed_up().await;
    let page = site.get("/builds").await;
    let logo = site.get(&page.attributes(".brand img", "src")[0]).await;
    assert_eq!((logo.header("content-type"), logo.body.as_str()), ("image/svg+xml", LOGO));
    // A picture that is opened by itself runs no script.
    assert!(logo.header("content-security-policy").contains("script-src 'self'"));
    assert!(logo.header("cache-control").contains("immutable"));
    let style = site.get(&page.attributes("link[rel=stylesheet]", "href")[0]).await;
    assert!(style.body.contains(":root{--link:#1a6b3c;"), "no colour in the sheet");
    let plain = self::site(AppearanceSettings { name: "Kojiview".to_owned(), ..AppearanceSettings::default() }).await;
    let plain = plain.get("/builds").await;
    assert_ne!(plain.attributes("link[rel=stylesheet]", "href"), page.attributes("link[rel=stylesheet]", "href"));
    assert_eq!((plain.texts(".brand"), plain.texts(".banner").len()), (vec!["Kojiview".to_owned()], 0));
}

#[tokio::test]
async fn module_builds_lead_to_their_service() {
    let address = "/builds/demo-module-1-20261115.deadbeef";
    let page = dressed_up().await.get(address).await;
    assert_eq!(page.attributes("a[href^='https://mbs']", "href"), ["https://mbs.example.org/web/module/17"]);
    let plain = site(AppearanceSettings::default()).await.get(address).await;
    assert!(plain.texts(".facts").concat().contains("Module build17"), "{:?}", plain.texts(".facts"));
}
