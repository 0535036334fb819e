//! Lists of rpms that something is made of: what they have in common.

use crate::hub::Order;
use crate::web::{Column, Table};

/// The columns and the order of the list.
pub(crate) fn table() -> Table {
    let columns = [
        Column::sorted("Rpm", "", "nvr"),
        Column::sorted("Arch", "", "arch"),
        Column::sorted_down("Size", "n", "size"),
        Column::sorted("From", "", "external_repo_name"),
        Column::plain("", "x"),
    ];
    Table::new(Order { column: "nvr", descending: false }, columns)
}
