//! The store that instances share: a Valkey or Redis. Beside answers it holds who asks the hub for one, so that no other instance does.
//!
//! Nobody waits long for it: what it does not say within [`PATIENCE`] it has not, and for a while nobody asks it.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::io::tcp::socket2::TcpKeepalive;
use redis::{ConnectionAddr, ErrorKind, FromRedisValue, IntoConnectionInfo as _, Pipeline, RedisResult, Value};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::timeout;

use super::connection::{Connection, Write};
use super::record::{LARGEST, StoreKey};

/// The address of a Valkey or Redis, which may have a password in it.
#[derive(Clone)]
pub struct SharedCache(redis::Client);

impl FromStr for SharedCache {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "an address such as redis://cache.example.org:6379/0, rediss://cache.example.org (TLS) or unix:///run/valkey.sock; valkey:// is the same";
        let open = || {
            let info = text.into_connection_info()?;
            if matches!(info.addr(), ConnectionAddr::TcpTls { insecure: true, .. }) {
                return Err((ErrorKind::InvalidClientConfig, "certificates are looked at").into());
            }
            // Whoever only listens would not notice that nobody is there any more.
            let keepalive = TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE);
            let settings = info.tcp_settings().clone().set_keepalive(keepalive);
            redis::Client::open(info.set_tcp_settings(settings))
        };
        open().map(Self).map_err(|_| form.to_owned())
    }
}

impl std::fmt::Debug for SharedCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SharedCache({})", self.0.get_connection_info().addr())
    }
}

/// A connection on which nothing goes is looked after so often.
const KEEPALIVE: Duration = Duration::from_secs(30);
/// How long the store may take for an answer.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long a claim holds, unless it is renewed: that of an instance that was killed is soon another's.
const CLAIM: Duration = Duration::from_secs(3);
/// What the store says of a key that has no end.
const NEVER: i64 = -1;
/// How often a claim is renewed.
pub(in crate::hub::client) const RENEWED: Duration = Duration::from_secs(1);
/// How long an answer is kept, unless the store has to make place before.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Writes, and bytes of them, that may wait: what comes when the store is slower than the hub is not kept.
const MOST_WAITING: usize = 10_000;
const MOST_BYTES: usize = 32 << 20;

/// The store, as one instance has it.
#[derive(Clone)]
pub(in crate::hub::client) struct SharedStore {
    client: redis::Client,
    connection: Arc<Connection>,
    writes: Sender<Write>,
    /// Bytes that may wait to be written beside those that do.
    places: Arc<Semaphore>,
}

/// What came of claiming a call.
pub(super) struct Claimed {
    /// The bytes of the record that is there.
    pub(super) record: Option<Vec<u8>>,
    /// Nobody else asks for it: whoever got this has to ask, and to release the claim.
    pub(super) is_ours: bool,
}

fn answer_key(key: &StoreKey) -> String {
    format!("kojiview:answer:{}", hex(key))
}

fn claim_key(key: &StoreKey) -> String {
    format!("kojiview:claim:{}", hex(key))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Asks for no more of an answer than a record may have, whatever is there.
fn read(pipeline: &mut Pipeline, key: &StoreKey) {
    pipeline.cmd("GETRANGE").arg(answer_key(key)).arg(0).arg(LARGEST);
}

/// What is there; nothing where it is no text, which the store says with an error.
fn record(value: RedisResult<Value>) -> Option<Vec<u8>> {
    let bytes = Vec::<u8>::from_redis_value(value.ok()?).ok()?;
    Some(bytes).filter(|bytes| !bytes.is_empty())
}

impl SharedStore {
    /// Connects in the background, and again whenever the connection is lost.
    pub(super) fn open(SharedCache(client): &SharedCache) -> Self {
        let (writes, receiver) = channel(MOST_WAITING);
        let connection = Arc::new(Connection::default());
        tokio::spawn(connection.clone().keep(client.clone(), receiver));
        Self { client: client.clone(), connection, writes, places: Arc::new(Semaphore::new(MOST_BYTES)) }
    }

    /// Can it be used now?
    pub(in crate::hub::client) fn is_up(&self) -> bool {
        self.connection.get().is_some()
    }

    /// Its address, for what needs a connection of its own.
    pub(in crate::hub::client) fn client(&self) -> &redis::Client {
        &self.client
    }

    /// What is under these keys, in their order.
    pub(super) async fn get(&self, keys: &[StoreKey]) -> Vec<Option<Vec<u8>>> {
        let mut pipeline = redis::pipe();
        for key in keys {
            read(&mut pipeline, key);
        }
        match self.ask(&mut pipeline).await {
            Some(values) if values.len() == keys.len() => values.into_iter().map(record).collect(),
            _ => keys.iter().map(|_| None).collect(),
        }
    }

    /// Claims these calls for this instance, and reads what is there of their answers.
    pub(super) async fn claim(&self, keys: &[StoreKey]) -> Vec<Claimed> {
        let mut pipeline = redis::pipe();
        let holds = u64::try_from(CLAIM.as_millis()).unwrap_or(u64::MAX);
        for key in keys {
            let claim = claim_key(key);
            pipeline.cmd("SET").arg(&claim).arg(1).arg("NX").arg("PX").arg(holds);
            pipeline.cmd("PTTL").arg(claim);
            read(&mut pipeline, key);
        }
        let mut values = self.ask(&mut pipeline).await.unwrap_or_default().into_iter();
        let mut next = || {
            let (claimed, expires) = (values.next(), values.next());
            let is_others = matches!(claimed, Some(Ok(Value::Nil))) && !matches!(expires, Some(Ok(Value::Int(NEVER))));
            // Where the store takes no claim, as a full one does, this instance goes on alone. What never expires is no claim.
            Claimed { is_ours: !is_others, record: values.next().and_then(record) }
        };
        keys.iter().map(|_| next()).collect()
    }

    /// Says that these are still worked on.
    pub(in crate::hub::client) fn renew(&self, keys: &[StoreKey]) {
        for key in keys {
            self.write(Write::Renew(claim_key(key), CLAIM));
        }
    }

    /// Lets others claim these, after what was put before.
    pub(in crate::hub::client) fn release(&self, keys: &[StoreKey]) {
        for key in keys {
            self.write(Write::Release(claim_key(key)));
        }
    }

    /// Writes this soon; not if too much waits already.
    pub(super) fn put(&self, key: &StoreKey, record: Vec<u8>) {
        let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
        if let Ok(place) = self.places.clone().try_acquire_many_owned(length) {
            self.write(Write::Put(answer_key(key), record, KEPT, place));
        }
    }

    /// Tells all instances that listen on this channel.
    pub(in crate::hub::client) fn publish(&self, channel: &str, message: String) {
        self.write(Write::Publish(channel.to_owned(), message));
    }

    fn write(&self, write: Write) {
        if self.writes.try_send(write).is_err() {
            tracing::debug!("too much waits for the shared cache");
        }
    }

    /// A result for each command; nothing where the store is not there, or slow.
    async fn ask(&self, pipeline: &mut Pipeline) -> Option<Vec<RedisResult<Value>>> {
        // The library takes a pipeline without commands for an error.
        if pipeline.is_empty() {
            return Some(Vec::new());
        }
        let mut connection: MultiplexedConnection = self.connection.get()?;
        let asking = pipeline.ignore_errors().query_async(&mut connection);
        match timeout(PATIENCE, asking).await {
            Ok(Ok(values)) => Some(values),
            Ok(Err(error)) => {
                self.connection.give_up(&error.to_string());
                None
            }
            Err(_) => {
                self.connection.give_up("it is slow");
                None
            }
        }
    }
}
