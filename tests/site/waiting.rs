//! Why a task waits.

use std::time::Duration;

use kojiview::demo::Koji;

use super::harness::{demo, demo_of, grow_old};

/// Waits for an arch that one host builds for, which refused it.
const REFUSED: &str = "/tasks/1306405";

#[tokio::test]
async fn a_waiting_task_says_why() {
    let (site, _) = demo().await;
    let page = site.get(REFUSED).await;
    let why = page.text("#waiting");
    for part in [
        "buildArch s390x",
        "waits for a host for",
        "It is the next of 2 tasks that wait for s390x in channel default, and none of the 2 hosts for it can take it now: \
         1 refused it, 1 disabled.",
        "Insufficient disk space at /var/lib/mock: 4.2 GiB free, 8 <GiB> wanted",
        "it may be asked again",
        "Given to buildvm-s390x-01.example.org",
        "then taken back",
    ] {
        assert!(why.contains(part), "{part}: {why}");
    }
    assert_eq!(page.texts("#waiting details:not([open]) .st.bad"), ["refused"], "the table of hosts is folded");
    assert_eq!(page.attributes("#waiting details p a", "href")[0], "/hosts?channel=default&arch=s390x");

    let json = site.get(&format!("{REFUSED}.json")).await.json();
    let waiting = &json["waiting"];
    assert_eq!((&waiting["place"]["before"], &waiting["place"]["of"]), (&0.into(), &2.into()));
    assert_eq!(
        (&waiting["hosts"][0]["verdict"], &waiting["hosts"][1]["verdict"]),
        (&"refused".into(), &"disabled".into())
    );

    // The one that came later is behind it.
    let later = site.get("/tasks/1306421").await;
    assert!(later.text("#waiting").contains("1 of 2 tasks that wait for s390x in channel default are before it, and"));
}

/// The build and the task above it say it too, with a link, until a host has it.
#[tokio::test]
async fn what_is_above_it_says_so() {
    let (site, demo) = demo().await;
    for above in ["/tasks/1306400", "/builds/slowpoke-1.0-1.fc40"] {
        let page = site.get(above).await;
        assert_eq!(page.attributes("#waiting h2 a", "href"), [REFUSED], "{above}");
    }
    demo.skip(Duration::from_secs(10));
    grow_old(Duration::from_secs(20)).await;
    for address in ["/tasks/1306400", "/builds/slowpoke-1.0-1.fc40", REFUSED] {
        assert!(site.get(address).await.texts("#waiting").is_empty(), "{address}");
    }
}

/// An older hub keeps no refusals; the rest is there.
#[tokio::test]
async fn an_older_hub() {
    let (site, _, _) = demo_of(Koji::V1_33).await;
    let page = site.get(REFUSED).await;
    let why = page.text("#waiting");
    assert!(why.contains("1 of 2 hosts for it has capacity left.") && why.contains("the next of 2 tasks"), "{why}");
    assert!(!why.contains("Insufficient") && !why.contains("Given to"), "{why}");
    assert!(page.texts("#notices p").is_empty(), "{:?}", page.texts("#notices p"));
}
