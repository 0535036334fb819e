//! Names that are close to ones that there are: what somebody meant who made a typing error.

/// `; did you mean hub?`, where one of these is close; else nothing.
pub(super) fn near(name: &str, known: &[String]) -> String {
    let nearest = known.iter().map(|known| (strsim::osa_distance(name, known), known)).min();
    nearest
        .filter(|(distance, _)| *distance <= 3 && *distance * 2 < name.chars().count())
        .map_or_else(String::new, |(_, known)| format!("; did you mean {known}?"))
}
