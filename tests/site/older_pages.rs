//! What pages show of older hubs: in another way what they tell otherwise, and what they cannot tell as that.

use kojiview::demo::Koji;
use serde_json::json;

use super::contract::json_of;
use super::harness::{Site, demo, demo_of};

const OLDER: [Koji; 3] = [Koji::V1_30, Koji::V1_33, Koji::V1_34];

/// A site over such a hub, which is known.
async fn site_of(koji: Koji) -> Site {
    let (site, _, client) = demo_of(koji).await;
    client.learn_api().await.unwrap();
    site
}

/// The repo of a tag, whether it is behind, which one comes next: the same on every version.
#[tokio::test]
async fn repos_of_tags_and_targets() {
    let (newest, _) = demo().await;
    for koji in OLDER {
        let site = site_of(koji).await;
        for address in [
            "/tags/f40-build",
            "/tags/f41-build",
            "/tags/f39-build",
            "/targets/f40?open=activity",
            "/targets/f39?open=activity",
        ] {
            let (new, old) = (json_of(&newest, address).await.json(), json_of(&site, address).await.json());
            assert_eq!(
                (&old["behind"], &old["repo"]["id"]),
                (&new["behind"], &new["repo"]["id"]),
                "{koji:?} {address}"
            );
            assert!(new["last_change"].is_i64() && old["last_change"].is_null(), "{koji:?} {address}");
            assert_eq!(old["missing"], json!([]), "{koji:?} {address}");
        }
        let page = site.get("/tags/f40-build").await;
        assert_eq!(page.texts("#repos tbody .st"), ["init", "ready"], "{koji:?}");
        let facts = page.text(".facts:not(.opts)");
        assert!(facts.contains("behind") && facts.contains("Last changeafter the repo was begun"), "{koji:?}: {facts}");
        assert!(!facts.contains("requests"), "{koji:?}: {facts}");
        assert!(site.get("/targets/f40?open=activity").await.text("#activity").contains("is being made"), "{koji:?}");
        assert_eq!(site.get("/tags/f40-updates").await.texts("#repos td:nth-child(3)"), ["distribution"], "{koji:?}");
        let repo = &json_of(&site, "/tags/f40-build").await.json()["repo"]["id"];
        let page = site.get(&format!("/repos/{repo}?buildroots=yes")).await;
        assert!(page.text(".by").contains("changed after it."), "{koji:?}: {}", page.text(".by"));
        let buildroots = page.text("#buildroots");
        assert_eq!(koji == Koji::V1_30, buildroots.contains("needs Koji 1.33 or newer"), "{buildroots}");
        assert!(page.attributes("#buildroots a[href*=buildroots]", "href").is_empty(), "{koji:?}");
        let expected = if koji == Koji::V1_30 { 501 } else { 200 };
        assert_eq!(site.get(&format!("/buildroots?repo={repo}")).await.status, expected, "{koji:?}");
    }
}

/// Lists of repos are of those that are not deleted, in every order and filter that they have.
#[tokio::test]
async fn lists_of_repos() {
    let (newest, _) = demo().await;
    let ids = async |site: &Site, address: &str| {
        let rows = json_of(site, address).await.json()["repos"]["rows"].clone();
        let rows = rows.as_array().unwrap().iter().filter(|row| row["state"]["name"] != "deleted");
        rows.map(|row| (row["id"].clone(), row["tag_name"].clone(), row["creation_time"].clone())).collect::<Vec<_>>()
    };
    for koji in OLDER {
        let site = site_of(koji).await;
        for address in [
            "/repos?limit=500",
            "/repos?order=id&limit=500",
            "/repos?tag=f40-build&limit=500",
            "/repos?state=ready&dist=yes",
        ] {
            let (old, new) = (ids(&site, address).await, ids(&newest, address).await);
            assert!(!old.is_empty() && old == new, "{koji:?} {address}: {old:?} and {new:?}");
        }
        let page = site.get("/repos?limit=3").await;
        assert_eq!(page.texts("#rows tbody td.lead").len(), 3);
        assert!(page.text(".head").contains("without those that are deleted"), "{}", page.text(".head"));
        assert!(page.attributes("select[name=state] option[value=deleted]", "value").is_empty());
        let page = site.get("/repos?state=deleted").await;
        assert_eq!(page.status, 501, "{koji:?}");
        assert!(page.text("main").contains("needs Koji 1.35 or newer"), "{}", page.text("main"));
    }
}

/// Who has a permission is told by the history of an older hub: the same people, by the same names.
#[tokio::test]
async fn users_with_a_permission() {
    let (newest, _) = demo().await;
    for koji in OLDER {
        let site = site_of(koji).await;
        for address in
            ["/users?perm=tag", "/users?perm=repo&type=hosts", "/users?perm=tag&order=-id", "/users?perm=tag&prefix=KO"]
        {
            let (old, new) = (json_of(&site, address).await.json(), json_of(&newest, address).await.json());
            assert_eq!(old["users"]["rows"], new["users"]["rows"], "{koji:?} {address}");
        }
        assert!(!site.get("/users?perm=tag").await.texts("#rows tbody tr").is_empty(), "{koji:?}");
        assert_eq!(site.get("/users?perm=nonsense").await.status, 404, "{koji:?}");
        for link in site.get("/permissions").await.attributes("#rows a[href*=perm]", "href") {
            assert_eq!(site.get(&link).await.status, 200, "{koji:?} {link}");
        }
    }
}

#[tokio::test]
async fn groups_and_their_members() {
    for koji in OLDER {
        let site = site_of(koji).await;
        let member = site.get("/users/jane").await;
        let groups = member.attributes(".facts a[href='/users/releng-team']", "href").len();
        assert_eq!(groups, usize::from(koji == Koji::V1_34), "{koji:?}: {}", member.text(".facts"));
        let group = site.get("/users/releng-team").await;
        let facts = group.text(".facts");
        assert!(facts.contains("to administrators alone; Koji 1.35 tells everybody"), "{koji:?}: {facts}");
        assert_eq!(group.texts("#notices p"), [""; 0], "{koji:?}");
    }
}

/// Where there are no drafts, nothing is one.
#[tokio::test]
async fn drafts() {
    for koji in OLDER {
        let site = site_of(koji).await;
        let (all, none, drafts) =
            (site.get("/builds").await, site.get("/builds?draft=no").await, site.get("/builds?draft=yes").await);
        assert_eq!((all.status.as_u16(), none.status.as_u16(), drafts.status.as_u16()), (200, 200, 200), "{koji:?}");
        let has_drafts = koji == Koji::V1_34;
        assert_eq!(drafts.texts("#rows tbody td.lead").is_empty(), !has_drafts, "{koji:?}");
        assert_eq!(all.attributes("select[name=draft]", "name").is_empty(), !has_drafts, "{koji:?}");
        if !has_drafts {
            assert_eq!(all.texts("#rows tbody td.lead"), none.texts("#rows tbody td.lead"), "{koji:?}");
        }
    }
}

/// When hosts checked in: "never" is said of none that a hub does not tell it of.
#[tokio::test]
async fn check_ins_of_hosts() {
    let (newest, _) = demo().await;
    let site = site_of(Koji::V1_30).await;
    for host in 1..=12 {
        let (old, new) = (site.get(&format!("/hosts/{host}")).await, newest.get(&format!("/hosts/{host}")).await);
        assert_eq!(old.texts(".facts dd"), new.texts(".facts dd"), "{host}");
        assert_eq!(old.text(".by"), new.text(".by"), "{host}");
    }
    for address in ["/hosts", "/?open=numbers", "/channels/default"] {
        let page = site.get(address).await;
        assert!(!page.text("main").contains("never"), "{address}");
        assert!(
            newest.get(address).await.text("main").contains("never") || address == "/channels/default",
            "{address}"
        );
    }
    let hosts = json_of(&site, "/hosts").await.json();
    assert!(hosts["hosts"]["rows"][0].get("update_ts").is_none(), "{}", hosts["hosts"]["rows"][0]);
}

/// The hub says which version it is, and its page what that does not have.
#[tokio::test]
async fn the_page_of_the_hub() {
    let (newest, _) = demo().await;
    assert!(!newest.get("/hub").await.text("main").contains("does not have"));
    for (koji, lacks, has) in [
        (Koji::V1_30, &["Draft buildsKoji 1.34", "The buildroots of a repoKoji 1.33", "listsKoji 1.33"][..], &[][..]),
        (
            Koji::V1_33,
            &["Draft buildsKoji 1.34", "The hosts that refused a taskKoji 1.34"],
            &["The buildroots of a repo"],
        ),
        (Koji::V1_34, &["Requests for reposKoji 1.35", "The members of a groupKoji 1.35"], &["Draft builds"]),
    ] {
        let page = site_of(koji).await.get("/hub").await;
        let main = page.text("main");
        assert!(main.contains(&format!("Koji {}", koji.version())), "{main}");
        assert!(lacks.iter().all(|what| main.contains(what)), "{koji:?}: {main}");
        assert!(!has.iter().any(|what| main.contains(what)), "{koji:?}: {main}");
        assert!(page.attributes("a[href='/repo-requests']", "href").is_empty(), "{koji:?}");
    }
    assert_eq!(newest.get("/hub").await.attributes("a[href='/repo-requests']", "href").len(), 1);
}

/// Changes and deleted tags: hubs before 1.34 heed no order and no limit of their history.
#[tokio::test]
async fn history() {
    let (newest, _) = demo().await;
    for koji in OLDER {
        let site = site_of(koji).await;
        for address in [
            "/tags/f40/history",
            "/tags/f40/history?offset=50",
            "/tags?deleted=yes",
            "/packages/bash/history",
            "/packages/bash",
            "/builds/bash-6.13-1.fc41/history",
        ] {
            let (old, new) = (site.get(address).await, newest.get(address).await);
            assert_eq!(old.texts("main table tbody"), new.texts("main table tbody"), "{koji:?} {address}");
        }
    }
}

/// How the task of a repo stands is asked of it, where the hub does not tell it with the repo.
#[tokio::test]
async fn tasks_of_repos() {
    let (newest, _) = demo().await;
    let repo = "/repos/9960045";
    let new = json_of(&newest, repo).await.json()["repo"]["task_state"].clone();
    assert_eq!(new["name"], "closed");
    for koji in OLDER {
        assert_eq!(json_of(&site_of(koji).await, repo).await.json()["repo"]["task_state"], new, "{koji:?}");
    }
}

/// An rpm that is not said to be of a draft is of none, and has its own name in addresses.
#[tokio::test]
async fn addresses_of_rpms() {
    let (newest, _) = demo().await;
    let files = "/rpms/26144001/files";
    let rpm = newest.get(files).await.attributes(".head a", "href");
    assert!(rpm.iter().any(|link| link.starts_with("/rpms/") && !link.ends_with("/26144001")), "{rpm:?}");
    for koji in OLDER {
        assert_eq!(site_of(koji).await.get(files).await.attributes(".head a", "href"), rpm, "{koji:?}");
    }
}
