//! `/channels` and `/channels/{channel}`.

use super::harness::demo;

#[tokio::test]
async fn every_channel_of_the_demo_has_a_page() {
    let (site, _) = demo().await;
    let list = site.get("/channels").await;
    assert_eq!(list.texts("#rows td.lead"), ["createrepo", "default", "heavybuilder", "image", "livecd"]);
    assert_eq!(list.texts("td[data-l=hosts]"), ["2", "9", "1", "2", "0"]);
    assert_eq!(list.texts("td[data-l=ready]"), ["2", "7", "1", "2", "0"]);
    assert_eq!(list.texts("#notices .outage"), [""; 0]);
    let json = site.get("/channels.json").await.json();
    for row in json["channels"]["rows"].as_array().unwrap() {
        let (id, name) = (row["id"].to_string(), row["name"].as_str().unwrap());
        for wanted in [id.as_str(), name] {
            let page = site.get(&format!("/channels/{wanted}")).await;
            assert_eq!((page.status.as_u16(), page.text("h1").as_str()), (200, name));
            assert_eq!(page.texts("#notices .outage"), [""; 0], "{name}");
            assert_eq!(page.text(".badge"), if name == "livecd" { "disabled" } else { "enabled" });
            let json = site.get(&format!("/channels/{wanted}.json")).await.json();
            assert_eq!(json["channel"]["id"].to_string(), id);
            assert_eq!(json["active_count"], json["active_tasks"]["rows"].as_array().unwrap().len(), "{name}");
            assert_eq!(page.texts("#hosts td.lead").len(), json["hosts"].as_array().unwrap().len(), "{name}");
            assert_eq!(
                page.texts("#active td.lead").len(),
                json["active_tasks"]["rows"].as_array().unwrap().len(),
                "{name}"
            );
        }
    }
    let default = site.get("/channels/default").await;
    assert!(default.texts("#active td.st").contains(&"free".to_owned()), "tasks that wait are there too");
    assert!(default.texts("#hosts td.lead").is_sorted());
    assert!(site.get("/channels/livecd").await.text(".answer").contains("retired"));
    assert!(site.get("/channels/image").await.text(".facts").contains("11901 & <its log>"));
}

#[tokio::test]
async fn heads_sort_and_what_is_wrong_is_told() {
    let (site, _) = demo().await;
    assert_eq!(site.get("/channels?order=-id").await.texts("#rows td:last-child"), ["12", "9", "7", "2", "1"]);
    assert_eq!(site.get("/channels?order=enabled").await.texts("#rows td.lead")[0], "livecd");
    assert_eq!(site.get("/channels?limit=2&offset=2").await.texts("#rows td.lead"), ["heavybuilder", "image"]);
    for (address, status) in
        [("/channels/nope", 404), ("/channels/999", 404), ("/channels/%00", 400), ("/channels?order=hosts", 400)]
    {
        assert_eq!(site.get(address).await.status, status, "{address}");
    }
}
