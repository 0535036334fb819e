//! Calls that differ in their names alone.

/// A call with no argument, or with one under Koji's name for it, whose answers stay true for a time of its own. `as "user"`:
/// the argument is how readers name a thing of this kind. `needs` names what not every hub has of it.
macro_rules! call {
    (
        $(#[$doc:meta])*
        $call:ident = $method:literal -> $answer:ty, $freshness:ident
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize)]
        pub struct $call;

        impl $crate::hub::Call for $call {
            const METHOD: &'static str = $method;
            const FRESHNESS: $crate::hub::Freshness = $crate::hub::Freshness::$freshness;
            type Answer = $answer;
        }
    };
    (
        $(#[$doc:meta])*
        $call:ident($argument:literal: $wanted:ty) = $method:literal -> $answer:ty, $freshness:ident
        $(as $kind:literal)? $(, needs $feature:ident)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, serde::Serialize)]
        pub struct $call {
            #[serde(rename = $argument)]
            wanted: $wanted,
        }

        impl $call {
            /// With this argument.
            #[must_use]
            pub fn of(wanted: impl Into<$wanted>) -> Self {
                Self { wanted: wanted.into() }
            }
        }

        impl $crate::hub::Call for $call {
            const METHOD: &'static str = $method;
            const FRESHNESS: $crate::hub::Freshness = $crate::hub::Freshness::$freshness;
            type Answer = $answer;
            $(fn needs(&self) -> Option<&'static $crate::hub::Feature> {
                Some(&$crate::hub::feature::$feature)
            })?
        }

        $(impl $crate::hub::Named for $call {
            const KIND: &'static str = $kind;
            type Name = $wanted;
            fn named(name: &Self::Name) -> Option<Self> {
                Some(Self::of(name.clone()))
            }
        })?
    };
}
pub(super) use call;
