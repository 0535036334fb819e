//! The connection to the store that instances share: made again whenever it is lost, ever more seldom while that fails, and what is
//! written through it.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Pipeline, RedisError, RedisResult, Value};
use tokio::sync::mpsc::Receiver;
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::time::{Instant, sleep, timeout};

/// What is to be written.
pub(super) enum Write {
    /// An answer, for how long, and its place among the bytes that may wait.
    Put(String, Vec<u8>, Duration, OwnedSemaphorePermit),
    /// A claim of this instance holds for so long again.
    Renew(String, Duration),
    Release(String),
    /// A message on a channel.
    Publish(String, String),
}

/// The connection, while there is one.
#[derive(Default)]
pub(super) struct Connection {
    now: RwLock<Option<(MultiplexedConnection, Arc<Notify>)>>,
}

/// Making a connection takes no longer.
const CONNECTING: Duration = Duration::from_secs(1);
/// Nor does writing a few answers.
const WRITING: Duration = Duration::from_secs(2);
/// After a failure nothing is tried for so long, and then ever longer.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Refusals of a store that goes on refusing are told so often.
const TOLD_AGAIN: Duration = Duration::from_secs(600);
/// A connection that held for so long was a good one.
const GOOD: Duration = Duration::from_secs(10);
/// Writes, and bytes of them, that go at once, so that none waits for many.
const TOGETHER: usize = 100;
const BYTES_TOGETHER: usize = 1 << 20;

impl Connection {
    pub(super) fn get(&self) -> Option<MultiplexedConnection> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().map(|(connection, _)| connection.clone())
    }

    /// Nobody uses it any more; it is made anew after a while.
    pub(super) fn give_up(&self, why: &str) {
        if let Some((_, given_up)) = self.now.write().unwrap_or_else(PoisonError::into_inner).take() {
            tracing::warn!(why, "the shared cache is left alone for now");
            given_up.notify_one();
        }
    }

    /// Keeps a connection and writes what comes, until nobody sends anything any more.
    pub(super) async fn keep(self: Arc<Self>, client: redis::Client, mut writes: Receiver<Write>) {
        let (mut pause, mut is_told) = (PAUSE, false);
        loop {
            match connect(&client).await {
                Ok(connection) => {
                    tracing::info!("the shared cache is used");
                    let (since, given_up) = (Instant::now(), Arc::new(Notify::new()));
                    *self.now.write().unwrap_or_else(PoisonError::into_inner) =
                        Some((connection.clone(), given_up.clone()));
                    tokio::select! {
                        () = write_all(connection, &mut writes) => {}
                        () = given_up.notified() => {}
                    }
                    if writes.is_closed() && writes.is_empty() {
                        return;
                    }
                    self.give_up("the connection is lost");
                    if since.elapsed() > GOOD {
                        pause = PAUSE;
                    }
                    is_told = true;
                }
                Err(error) if !is_told => {
                    tracing::warn!(%error, "the shared cache cannot be had for now");
                    is_told = true;
                }
                Err(_) => {}
            }
            if !drop_for(pause, &mut writes).await {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Writes until the connection fails, or nobody sends anything any more.
async fn write_all(mut connection: MultiplexedConnection, writes: &mut Receiver<Write>) {
    let mut some = Vec::new();
    let mut told: Option<Instant> = None;
    while writes.recv_many(&mut some, TOGETHER).await > 0 {
        let mut left = some.drain(..).peekable();
        while left.peek().is_some() {
            let (mut pipeline, mut bytes, mut places) = (redis::pipe(), 0, Vec::new());
            while bytes < BYTES_TOGETHER
                && let Some(write) = left.next()
            {
                bytes += write.bytes();
                places.extend(write.add_to(&mut pipeline));
            }
            let writing = pipeline.ignore_errors().query_async::<Vec<RedisResult<Value>>>(&mut connection);
            let Ok(Ok(written)) = timeout(WRITING, writing).await else { return };
            // A full store says so to each.
            let refusal = written.into_iter().find_map(Result::err);
            if let Some(error) = refusal.filter(|_| told.is_none_or(|told| told.elapsed() > TOLD_AGAIN)) {
                tracing::warn!(%error, "the shared cache does not take all that it is given");
                told = Some(Instant::now());
            }
        }
    }
}

impl Write {
    /// What counts for those that wait.
    fn bytes(&self) -> usize {
        if let Self::Put(_, record, ..) = self { record.len() } else { 0 }
    }

    /// Puts it among those that go; its place, until they have gone.
    fn add_to(self, pipeline: &mut Pipeline) -> Option<OwnedSemaphorePermit> {
        let milliseconds = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        match self {
            Self::Put(key, record, span, place) => {
                pipeline.cmd("SET").arg(key).arg(record).arg("PX").arg(milliseconds(span));
                return Some(place);
            }
            Self::Renew(key, span) => pipeline.cmd("PEXPIRE").arg(key).arg(milliseconds(span)),
            Self::Release(key) => pipeline.cmd("DEL").arg(key),
            Self::Publish(channel, message) => pipeline.cmd("PUBLISH").arg(channel).arg(message),
        };
        None
    }
}

async fn connect(client: &redis::Client) -> Result<MultiplexedConnection, String> {
    // Readers have a time limit of their own, and answers may be large.
    let config = AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECTING)).set_response_timeout(None);
    let connecting = async {
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        try_all(&mut connection).await?;
        Ok(connection)
    };
    match timeout(CONNECTING * 2, connecting).await {
        Ok(connected) => connected.map_err(|error: RedisError| error.to_string().replace(['\r', '\n'], " ")),
        Err(_) => Err("it does not answer".to_owned()),
    }
}

/// Makes each kind of command once: a store that takes only some of them, such as a replica, or one with other rights, would have
/// instances wait for each other for nothing. One that is full is good to read from.
async fn try_all(connection: &mut MultiplexedConnection) -> RedisResult<()> {
    const KEY: &str = "kojiview:claim:try";
    let mut all = redis::pipe();
    all.cmd("SET").arg(KEY).arg(1).arg("NX").arg("PX").arg(1000);
    all.cmd("PTTL").arg(KEY);
    all.cmd("GETRANGE").arg(KEY).arg(0).arg(1);
    all.cmd("PEXPIRE").arg(KEY).arg(1000);
    all.cmd("DEL").arg(KEY);
    all.cmd("PUBLISH").arg("kojiview:spent:try").arg("");
    let tried: Vec<RedisResult<Value>> = all.ignore_errors().query_async(connection).await?;
    let refused = tried.into_iter().filter_map(Result::err).find(|error| error.code() != Some("OOM"));
    refused.map_or(Ok(()), Err)
}

/// Drops what is to be written meanwhile. Does anybody send anything any more?
async fn drop_for(pause: Duration, writes: &mut Receiver<Write>) -> bool {
    let end = sleep(pause);
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => return true,
            write = writes.recv() => {
                if write.is_none() {
                    return false;
                }
            }
        }
    }
}
