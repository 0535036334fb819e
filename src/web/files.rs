//! Addresses of the hub's files (kojiweb's `KojiFilesURL`), laid out as a hub's storage is (koji.pathinfo).

use std::sync::Arc;

use percent_encoding::utf8_percent_encode;

use super::public_address::without_secrets;
use crate::hub::methods::{Archive, Build, path_of_build, path_of_output};
use crate::hub::model::TaskId;
use crate::urls::SEGMENT;

/// The address under which the hub's files are.
#[derive(Debug, Clone)]
pub struct Files(Arc<str>);

impl Files {
    /// Below this address, without what is secret in it: readers see it.
    #[must_use]
    pub fn at(url: reqwest::Url) -> Self {
        Self(without_secrets(url).as_str().trim_end_matches('/').into())
    }

    /// The file at this path below the address of all files.
    #[must_use]
    pub fn file(&self, path: &str) -> String {
        let mut address = self.0.to_string();
        // A hub puts `/./` into the paths of logs at the top.
        for segment in path.split('/').filter(|segment| !matches!(*segment, "" | "." | "..")) {
            address.push('/');
            address.extend(utf8_percent_encode(segment, SEGMENT));
        }
        address
    }

    /// The folder of a build.
    #[must_use]
    pub fn build(&self, build: &Build) -> String {
        self.file(&path_of_build(build))
    }

    /// An rpm of a build, by the name of its file.
    #[must_use]
    pub fn rpm(&self, build: &Build, arch: &str, name: &str) -> String {
        self.file(&format!("{}/{arch}/{name}", path_of_build(build)))
    }

    /// The copy of an rpm that is signed with a key.
    #[must_use]
    pub fn signed_rpm(&self, build: &Build, key: &str, arch: &str, name: &str) -> String {
        self.file(&format!("{}/data/signed/{key}/{arch}/{name}", path_of_build(build)))
    }

    /// An archive of a build, where its type and what that needs are known; it lies in a folder of its type.
    #[must_use]
    pub fn archive(&self, build: &Build, archive: &Archive) -> Option<String> {
        let folder = match archive.btype.as_deref()? {
            "maven" => {
                let group = archive.group_id.as_ref()?.replace('.', "/");
                format!("maven/{group}/{}/{}", archive.artifact_id.as_ref()?, archive.version.as_ref()?)
            }
            "win" => format!("win/{}", archive.relpath.as_ref()?),
            "image" => "images".to_owned(),
            btype => format!("files/{btype}"),
        };
        let path: String = format!("{folder}/{}", archive.filename)
            .split('/')
            .filter(|segment| !matches!(*segment, "" | "." | ".."))
            .flat_map(|segment| ["/".to_owned(), utf8_percent_encode(segment, SEGMENT).to_string()])
            .collect();
        Some(format!("{}{path}", self.build(build)))
    }

    /// A file that a task left.
    #[must_use]
    pub fn task_output(&self, task: TaskId, volume: &str, name: &str) -> String {
        self.file(&path_of_output(task, volume, name))
    }
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn the_address_tells_no_secrets() {
        let files = Files::at("https://me:secret@files.example.org/kojifiles/?key=1#x".parse().unwrap());
        assert_eq!(files.file("packages/a"), "https://files.example.org/kojifiles/packages/a");
    }
}
