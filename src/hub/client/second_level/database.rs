//! The tables of the file on disk, and what is done with them.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::Path;

use redb::{
    Builder, Database, Durability, Error, ReadableDatabase as _, ReadableTable as _, TableDefinition, WriteTransaction,
};

use super::record::StoreKey;

/// The answers, each behind the number of its write.
const ANSWERS: TableDefinition<&StoreKey, &[u8]> = TableDefinition::new("answers");
/// What each takes up, in the order in which they were written: the oldest ones go first.
const ORDER: TableDefinition<(u64, &StoreKey), u32> = TableDefinition::new("order");
/// Under which write the last one was.
const LAST: TableDefinition<(), u64> = TableDefinition::new("last");

/// Bytes of the library's own cache; its default is a gigabyte.
const PAGES: usize = 8 << 20;
/// Bytes of the number of a write.
const NUMBER: usize = 8;

/// What came of opening the file.
pub(super) enum Opened {
    /// It can be used, and has so many bytes.
    Ready(Box<Database>, u64),
    /// What is in it cannot be read, and will not be.
    Damaged(String),
    /// Somebody else has it open, it may not be written, the disk is full.
    Unusable(String),
}

/// What a record takes up: the library gives large ones pages by powers of two.
fn room(length: usize) -> u32 {
    let bytes = length + 100;
    let bytes = if bytes <= 2048 { bytes } else { bytes.next_power_of_two().max(4096) };
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Opens the file, or makes it, and its folder.
pub(super) fn open(path: &Path) -> Opened {
    if let Some(folder) = path.parent()
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        return Opened::Unusable(error.to_string());
    }
    match try_to_open(path) {
        Ok((database, bytes)) => Opened::Ready(Box::new(database), bytes),
        Err(Error::Io(error)) if !matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) => {
            Opened::Unusable(error.to_string())
        }
        Err(
            error @ (Error::Io(_)
            | Error::Corrupted(_)
            | Error::UpgradeRequired(_)
            | Error::RepairAborted
            | Error::TableTypeMismatch { .. }
            | Error::TypeDefinitionChanged { .. }),
        ) => Opened::Damaged(error.to_string()),
        Err(error) => Opened::Unusable(error.to_string()),
    }
}

fn try_to_open(path: &Path) -> Result<(Database, u64), Error> {
    let database = Builder::new().set_cache_size(PAGES).create(path)?;
    let write = begin(&database)?;
    let mut bytes = 0;
    {
        write.open_table(ANSWERS)?;
        write.open_table(LAST)?;
        for entry in write.open_table(ORDER)?.iter()? {
            bytes += u64::from(entry?.1.value());
        }
    }
    write.commit()?;
    Ok((database, bytes))
}

fn begin(database: &Database) -> Result<WriteTransaction, Error> {
    let mut write = database.begin_write()?;
    write.set_durability(Durability::Immediate)?;
    // A file that was not closed is opened at once, whatever its size.
    write.set_quick_repair(true);
    Ok(write)
}

/// Writes a batch, and takes out the oldest ones where there are more than `most` bytes; how many there are then.
pub(super) fn put(
    database: &Database,
    batch: &HashMap<StoreKey, Vec<u8>>,
    mut bytes: u64,
    most: u64,
) -> Result<u64, Error> {
    let write = begin(database)?;
    {
        let (mut answers, mut order) = (write.open_table(ANSWERS)?, write.open_table(ORDER)?);
        let mut last = write.open_table(LAST)?;
        let number = last.get(())?.map_or(0, |last| last.value()) + 1;
        last.insert((), number)?;
        let mut value = Vec::new();
        for (key, record) in batch {
            value.clear();
            value.extend(number.to_le_bytes());
            value.extend(record);
            let before = answers.insert(key, value.as_slice())?.and_then(|before| number_of(before.value()));
            if let Some(before) = before
                && let Some(gone) = order.remove((before, key))?
            {
                bytes = bytes.saturating_sub(gone.value().into());
            }
            order.insert((number, key), room(value.len()))?;
            bytes += u64::from(room(value.len()));
        }
        while bytes > most {
            let Some((key, gone)) = order.pop_first()? else { break };
            answers.remove(key.value().1)?;
            bytes = bytes.saturating_sub(gone.value().into());
        }
    }
    write.commit()?;
    Ok(bytes)
}

fn number_of(value: &[u8]) -> Option<u64> {
    value.first_chunk().copied().map(u64::from_le_bytes)
}

/// What is under these keys, in their order.
pub(super) fn get(database: &Database, keys: &[StoreKey]) -> Result<Vec<Option<Vec<u8>>>, Error> {
    let answers = database.begin_read()?.open_table(ANSWERS)?;
    keys.iter()
        .map(|key| Ok(answers.get(key)?.and_then(|value| value.value().get(NUMBER..).map(<[u8]>::to_vec))))
        .collect()
}
