//! The page of every recorded task, as text: read one by one, to be read again where one changes.

use std::fmt::Write as _;

use super::harness::Answer;
use super::recorded::{read, site, subject};

/// What the page of a task says, a line a fact.
fn told(page: &Answer) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n{} | {}", page.text("title"), page.text(".head"), page.text("p.by"));
    for (panel, name) in [("#why", "why"), ("#waiting", "waiting"), ("#progress", "progress")] {
        for text in page.texts(panel) {
            let _ = writeln!(out, "{name}: {text}");
        }
    }
    for row in page.texts("#tree tbody tr") {
        let _ = writeln!(out, "tree: {row}");
    }
    for fact in page.texts(".facts dl > div:not(.nested div)") {
        let _ = writeln!(out, "- {fact}");
    }
    for link in page.attributes(".facts a", "href") {
        let _ = writeln!(out, "  -> {link}");
    }
    for file in page.texts("h2 + table.fit.short tr") {
        let _ = writeln!(out, "file: {file}");
    }
    for notice in page.texts("#notices .outage") {
        let _ = writeln!(out, "notice: {notice}");
    }
    out
}

#[tokio::test]
async fn every_recorded_task_reads_well() {
    let site = site().await;
    let mut all = String::new();
    for case in read("getTaskInfo") {
        let page = site.get(&format!("/tasks/{}", subject(&case.args[0]))).await;
        if page.status == 200 {
            let _ = writeln!(all, "{}", told(&page));
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("tasks", all);
    });
}
