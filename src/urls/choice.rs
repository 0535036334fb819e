//! Parameters that are one of a few words.

use schemars::JsonSchema;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{self, IntoDeserializer as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::VariantArray;

use crate::hub::model::BuildState;

/// A switch that is on, or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Yes {
    /// `yes`
    Yes,
}

/// A switch that is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
    /// `yes`
    Yes,
    /// `no`
    No,
}

/// A parameter that is one of a few words, which a form offers.
pub trait Choice: VariantArray + Copy + Into<&'static str> {
    /// The word in an address.
    fn word(self) -> &'static str {
        self.into()
    }

    /// The same for people.
    fn words(self) -> String {
        self.word().replace('-', " ")
    }

    /// What a form offers: the words of the address, each with those for people; first `any`, which is no choice.
    fn options(any: &'static str) -> Vec<(&'static str, String)> {
        let all = Self::VARIANTS.iter().map(|choice| (choice.word(), choice.words()));
        std::iter::once(("", any.to_owned())).chain(all).collect()
    }
}

impl<T: VariantArray + Copy + Into<&'static str>> Choice for T {}

/// The value that a word stands for, if it stands for one.
#[must_use]
pub fn of_word<'a, T: Deserialize<'a>>(word: &'a str) -> Option<T> {
    let word: StrDeserializer<'a, Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

/// The state of a build by its word.
pub(super) mod build_state {
    use super::{BuildState, Deserialize as _, Deserializer, Serialize as _, Serializer, de};

    pub(in crate::urls) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<BuildState>, D::Error> {
        let word = String::deserialize(from)?;
        let known = || BuildState::ALL.iter().map(|state| state.word()).collect::<Vec<_>>().join(", ");
        BuildState::of_word(&word).map(Some).ok_or_else(|| de::Error::custom(format!("one of {}", known())))
    }

    #[expect(clippy::ref_option, reason = "serde gives it so")]
    pub(in crate::urls) fn serialize<S: Serializer>(state: &Option<BuildState>, to: S) -> Result<S::Ok, S::Error> {
        match state {
            // Of an old address, to be refused by the page itself.
            Some(BuildState::Other(number)) => number.serialize(to),
            state => state.map(BuildState::word).serialize(to),
        }
    }
}
