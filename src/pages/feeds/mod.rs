//! What other programs show of the builds: feeds, and a picture for each build and package.

pub mod atom;
pub mod badges;
mod recent;
pub mod rss;
