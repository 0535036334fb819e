//! The settings of what readers see.

use std::path::PathBuf;

use clap::Args;
use reqwest::Url;

use super::values::{menu_links, name, site_address};
use crate::web::SiteLinks;
use crate::web::appearance::{Accent, Appearance, AppearanceSettings, Banner, Logo};

/// The settings of what readers see. They are read again on SIGHUP.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What readers see (read again on SIGHUP)")]
pub struct Look {
    /// What the site is called: 100 characters at most
    #[arg(long, default_value = "Kojiview", value_parser = name)]
    pub name: String,
    /// Text at the top of the overview [default: none]
    #[arg(long, value_name = "TEXT")]
    pub greeting: Option<String>,
    /// File of a picture that stands in place of ours at the top, with the name alone beside it: PNG, SVG, WebP, JPEG or GIF, 256 KB at most [default: none]
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
    /// Colour of links, such as #1a6b3c; a lighter one for the dark is made of it [default: our blue]
    #[arg(long, value_name = "COLOUR")]
    pub accent: Option<Accent>,
    /// File of a text that stands at the top of every page as long as there is one, 2,000 bytes at most; a change is seen within 2 seconds [default: none]
    #[arg(long, value_name = "FILE")]
    pub banner: Option<PathBuf>,
    /// Link at the end of the menu, such as <Docs=https://docs.example.org/> or <Wiki=/wiki>; may be given several times, in the environment a line each
    #[arg(long = "menu-link", value_name = "LINK", value_parser = menu_links)]
    pub menu_links: Vec<SiteLinks>,
    /// Link to another site on failed tasks and packages, such as <Sources=https://src.example.org/rpms/{name}>, with {name}, {nvr}, {arch}, {task} or {log}; may be given several times, in the environment a line each
    #[arg(long = "link")]
    pub links: Vec<SiteLinks>,
    /// Address of the pages of a module build service, to which module builds lead, such as <https://mbs.example.org> [default: none]
    #[arg(long, value_name = "ADDRESS", value_parser = site_address)]
    pub mbs: Option<Url>,
}

impl Look {
    /// How the site looks with them.
    ///
    /// # Errors
    ///
    /// The logo is none.
    pub fn appearance(&self) -> Result<Appearance, String> {
        let logo = self
            .logo
            .as_deref()
            .map(|path| Logo::read(path).map_err(|error| format!("--logo {}: {error}", path.display())));
        let all = |links: &[SiteLinks]| links.iter().flat_map(|links| links.0.clone()).collect();
        Ok(Appearance::of(AppearanceSettings {
            name: self.name.clone(),
            greeting: self.greeting.clone(),
            logo: logo.transpose()?,
            accent: self.accent,
            menu_links: all(&self.menu_links),
            links: all(&self.links),
            mbs: self.mbs.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
            banner: self.banner.clone().map(Banner::of),
        }))
    }
}
