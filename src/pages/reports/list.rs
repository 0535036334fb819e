//! `/reports`: all reports.

use askama::Template;
use schemars::JsonSchema;
use serde::Serialize;

use crate::urls::Url;
use crate::web::{Result, Routes, Section, filters};

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/list.html", blocks = ["title"])]
pub struct Page {
    reports: Vec<Report>,
}
crate::page!(Page);

/// A report.
#[derive(Serialize, JsonSchema)]
struct Report {
    title: &'static str,
    /// What it tells.
    about: &'static str,
    url: Url,
}

/// The page.
pub async fn get(routes: Routes) -> Result<Page> {
    let all = routes.in_section(Section::Reports).skip(1);
    let reports = all.map(|(title, url, route)| Report { title, about: route.about, url }).collect();
    Ok(Page { reports })
}
