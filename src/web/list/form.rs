//! The filter form of a list, as data. A field shows what the address holds of its parameter.

use crate::urls::Url;
use crate::web::Here;

/// A filter form. It leads to the list's own address, and carries every parameter that it has no field for.
#[derive(Debug, Clone, Default)]
pub struct Form {
    items: Vec<Item>,
}

/// What a form has, in its order.
#[derive(Debug, Clone)]
pub enum Item {
    /// A field.
    Field(Field),
    /// What comes after it is folded away on narrow screens.
    More,
    /// A filter that has no field: it can only be taken away.
    Chip(Chip),
}

/// A field for one parameter.
#[derive(Debug, Clone)]
pub struct Field {
    /// What stands beside it; on narrow screens the main field goes without.
    pub label: &'static str,
    /// The parameter.
    pub name: &'static str,
    /// How it is filled in.
    pub control: Control,
    /// Is it what most readers filter by?
    pub is_main: bool,
    /// What it holds, where that is not what the address holds.
    value: Option<String>,
    /// Is it as wide as its words need, whether the address filters by it or not?
    is_wide: bool,
    /// Does it hold what is not there, or what cannot be asked?
    is_wrong: bool,
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Control {
    /// With free text.
    Input {
        /// Its width, in characters.
        size: u8,
        /// What stands in it while it is empty.
        placeholder: &'static str,
    },
    /// With a day.
    Day,
    /// With one of these values, each with its words, or with what the address asks; the empty one is what the list does by
    /// itself.
    Select(Vec<(String, String)>),
}

/// A filter that can be taken away.
#[derive(Debug, Clone)]
pub struct Chip {
    /// The filter.
    pub words: String,
    /// Its parameter.
    pub name: &'static str,
    /// What the list is of without it.
    pub without: &'static str,
}

impl Form {
    /// With nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, item: Item) -> Self {
        self.items.push(item);
        self
    }

    fn field(self, label: &'static str, name: &'static str, control: Control, is_main: bool) -> Self {
        self.with(Item::Field(Field { label, name, control, is_main, value: None, is_wide: false, is_wrong: false }))
    }

    /// With a field for text, so many characters wide.
    #[must_use]
    pub fn input(self, label: &'static str, name: &'static str, size: u8) -> Self {
        self.field(label, name, Control::Input { size, placeholder: "" }, false)
    }

    /// The same for what most readers filter by, with an example in it.
    #[must_use]
    pub fn main_input(self, label: &'static str, name: &'static str, size: u8, placeholder: &'static str) -> Self {
        self.field(label, name, Control::Input { size, placeholder }, true)
    }

    /// With a field for a day.
    #[must_use]
    pub fn day(self, label: &'static str, name: &'static str) -> Self {
        self.field(label, name, Control::Day, false)
    }

    /// With a field for one of these values, each with its words.
    #[must_use]
    pub fn select<V: Into<String>, W: Into<String>>(
        self,
        label: &'static str,
        name: &'static str,
        options: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        self.field(label, name, Control::select(options), false)
    }

    /// The same for what most readers filter by.
    #[must_use]
    pub fn main_select<V: Into<String>, W: Into<String>>(
        self,
        label: &'static str,
        name: &'static str,
        options: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        self.field(label, name, Control::select(options), true)
    }

    /// The last field holds this, whatever stands in the address: what the list does by itself has a word of its own.
    #[must_use]
    pub fn holding(mut self, value: impl Into<String>) -> Self {
        if let Some(Item::Field(field)) = self.items.last_mut() {
            field.value = Some(value.into());
        }
        self
    }

    /// With this field marked as one that holds what is not there, or what cannot be asked.
    #[must_use]
    pub(super) fn with_wrong(mut self, name: &str) -> Self {
        for item in &mut self.items {
            if let Item::Field(field) = item {
                field.is_wrong |= field.name == name;
            }
        }
        self
    }

    /// The last field is as wide as its words need.
    #[must_use]
    pub fn wide(mut self) -> Self {
        if let Some(Item::Field(field)) = self.items.last_mut() {
            field.is_wide = true;
        }
        self
    }

    /// With what comes after this folded away on narrow screens.
    #[must_use]
    pub fn more(self) -> Self {
        self.with(Item::More)
    }

    /// With a filter that can be taken away, where it is set.
    #[must_use]
    pub fn chip(self, words: Option<String>, name: &'static str, without: &'static str) -> Self {
        match words {
            Some(words) => self.with(Item::Chip(Chip { words, name, without })),
            None => self,
        }
    }

    /// With what `add` adds to it, where there is reason to.
    #[must_use]
    pub fn only_if(self, is_wanted: bool, add: impl FnOnce(Self) -> Self) -> Self {
        if is_wanted { add(self) } else { self }
    }

    /// Fields, in their order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The parameters of an address that it has no field for; it leads to the first page.
    pub fn carried<'a>(&'a self, here: &'a Here) -> impl Iterator<Item = &'a (String, String)> {
        let has_field =
            |name: &str| self.items.iter().any(|item| matches!(item, Item::Field(field) if field.name == name));
        here.pairs().filter(move |(name, _)| name != "offset" && !has_field(name))
    }
}

impl Control {
    fn select<V: Into<String>, W: Into<String>>(options: impl IntoIterator<Item = (V, W)>) -> Self {
        Self::Select(options.into_iter().map(|(value, words)| (value.into(), words.into())).collect())
    }
}

impl Field {
    /// What it holds at this address.
    #[must_use]
    pub fn value<'a>(&'a self, here: &'a Here) -> &'a str {
        self.value.as_deref().or_else(|| here.get(self.name)).unwrap_or_default()
    }

    /// The values to choose from, each with its words: these, and what it holds where that is another one, such as the method
    /// of a plugin or a name that is not there.
    #[must_use]
    pub fn choices<'a>(&'a self, options: &'a [(String, String)], here: &'a Here) -> Vec<(&'a str, &'a str)> {
        let held = self.value(here);
        let is_other = !held.is_empty() && options.iter().all(|(value, _)| value != held);
        let options = options.iter().map(|(value, words)| (value.as_str(), words.as_str()));
        options.chain(is_other.then_some((held, held))).collect()
    }

    /// Does it hold what is not there, or what cannot be asked?
    #[must_use]
    pub fn is_wrong(&self) -> bool {
        self.is_wrong
    }

    /// Is it to stand out, since the address filters by it? What most readers filter by always does.
    #[must_use]
    pub fn is_on(&self, here: &Here) -> bool {
        !self.is_main && (self.is_wide || self.is_wrong || here.get(self.name).is_some())
    }
}

impl Chip {
    /// The list without this filter.
    #[must_use]
    pub fn away(&self, here: &Here) -> Url {
        here.without(self.name)
    }
}
