//! Kojiview.
pub mod xmlrpc;
