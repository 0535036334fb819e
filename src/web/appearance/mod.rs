//! What an operator may change of what readers see: name, greeting, logo, colour, links, a banner.

mod accent;
mod banner;
mod logo;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

pub use self::accent::Accent;
pub use self::banner::Banner;
pub use self::logo::Logo;
use super::assets::Asset;
use super::{LinkValues, SiteLink};
use crate::web::files::Files;

/// What an operator set.
#[derive(Debug, Clone, Default)]
pub struct AppearanceSettings {
    /// What the site is called.
    pub name: String,
    /// A text at the top of the overview.
    pub greeting: Option<String>,
    /// A picture in place of ours.
    pub logo: Option<Logo>,
    /// The colour of links.
    pub accent: Option<Accent>,
    /// Links at the end of the menu.
    pub menu_links: Vec<SiteLink>,
    /// Links to other sites on pages of tasks and packages.
    pub links: Vec<SiteLink>,
    /// The address of the pages of a module build service, without a slash at its end.
    pub mbs: Option<String>,
    /// A text on every page.
    pub banner: Option<Banner>,
}

/// How the site looks to readers.
#[derive(Clone)]
pub struct Appearance {
    settings: AppearanceSettings,
    style: Arc<Asset>,
    logo: Option<Arc<Asset>>,
    version: u64,
}

impl Appearance {
    /// How it looks with these.
    #[must_use]
    pub fn of(mut settings: AppearanceSettings) -> Self {
        let mut hasher = DefaultHasher::new();
        format!("{settings:?}").hash(&mut hasher);
        let style = Arc::new(Asset::style(&settings.accent.map(Accent::css).unwrap_or_default()));
        let logo = settings.logo.take().map(|logo| Arc::new(Asset::logo(logo.kind, logo.bytes)));
        Self { settings, style, logo, version: hasher.finish() }
    }

    /// As it looks of itself, under this name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self::of(AppearanceSettings { name: name.to_owned(), ..AppearanceSettings::default() })
    }

    /// What the site is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// A text at the top of the overview.
    #[must_use]
    pub fn greeting(&self) -> Option<&str> {
        self.settings.greeting.as_deref()
    }

    /// What every page says.
    #[must_use]
    pub fn banner(&self) -> Option<Arc<str>> {
        self.settings.banner.as_ref()?.text()
    }

    /// The links at the end of the menu, with their titles.
    #[must_use]
    pub fn menu(&self, files: &Files) -> Vec<(&str, String)> {
        filled(&self.settings.menu_links, &LinkValues::default(), files)
    }

    /// The links to other sites from a page about this, with their titles.
    #[must_use]
    pub fn links(&self, values: &LinkValues, files: &Files) -> Vec<(&str, String)> {
        filled(&self.settings.links, values, files)
    }

    /// The page of a module build.
    #[must_use]
    pub fn module_build(&self, id: &Option<i64>) -> Option<String> {
        let (address, id) = (self.settings.mbs.as_ref()?, id.as_ref()?);
        Some(format!("{address}/module/{id}"))
    }

    /// The style sheet.
    #[must_use]
    pub fn style(&self) -> &Asset {
        &self.style
    }

    /// The picture, where one is set.
    #[must_use]
    pub fn logo(&self) -> Option<&Asset> {
        self.logo.as_deref()
    }

    /// Another one whenever pages look different.
    pub(in crate::web) fn version(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.version, self.banner()).hash(&mut hasher);
        hasher.finish()
    }
}

fn filled<'a>(links: &'a [SiteLink], values: &LinkValues, files: &Files) -> Vec<(&'a str, String)> {
    links.iter().filter_map(|link| Some((link.title(), link.fill(values, files)?))).collect()
}
