//! Budgets of client networks across instances that share a store: each instance tells the others what its readers spent, and they
//! take it off their own budgets. So no call waits for the store, and a reader of many instances has what one would give them, but
//! for the moment before they heard of it.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::StreamExt as _;
use redis::{Msg, RedisResult};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::{sleep, timeout};

use super::budget::{Budgets, ClientNetwork};
use super::second_level::SharedStore;

/// What one instance tells the others.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Message {
    /// Which instance.
    from: String,
    /// Networks, and units that they spent since it told so last.
    spent: Vec<(String, u32)>,
}

/// What was spent is told so often.
const INTERVAL: Duration = Duration::from_millis(500);
/// Charges that wait to be told: what comes beyond is not.
const WAITING: usize = 10_000;
/// Bytes of a message that is heard.
const LARGEST: usize = 1 << 20;
/// After a connection was lost.
const PAUSE: Duration = Duration::from_secs(5);
/// Making one takes no longer.
const CONNECTING: Duration = Duration::from_secs(5);

/// Tells the other instances of this hub what is spent here, and hears what is spent there.
pub(super) fn share(budgets: &Arc<Budgets>, store: &SharedStore, hub: &str) {
    let from = format!("{:016x}", RandomState::new().build_hasher().finish());
    let channel_name: Arc<str> = format!("kojiview:spent:{hub}").into();
    let (sender, receiver) = channel(WAITING);
    budgets.tell(sender);
    tokio::spawn(tell(receiver, store.clone(), channel_name.clone(), from.clone()));
    tokio::spawn(hear(Arc::downgrade(budgets), store.client().clone(), channel_name, from));
}

async fn tell(mut charges: Receiver<(ClientNetwork, u32)>, store: SharedStore, channel: Arc<str>, from: String) {
    while let Some((network, units)) = charges.recv().await {
        let mut spent = HashMap::from([(network, units)]);
        sleep(INTERVAL).await;
        while let Ok((network, units)) = charges.try_recv() {
            let all: &mut u32 = spent.entry(network).or_default();
            *all = all.saturating_add(units);
        }
        let spent = spent.into_iter().map(|(network, units)| (network.to_string(), units)).collect();
        if let Ok(message) = serde_json::to_string(&Message { from: from.clone(), spent }) {
            store.publish(&channel, message);
        }
    }
}

async fn hear(budgets: Weak<Budgets>, client: redis::Client, channel: Arc<str>, from: String) {
    let mut is_told = false;
    while budgets.strong_count() > 0 {
        let listening = async {
            let mut listening = client.get_async_pubsub().await?;
            listening.subscribe(&*channel).await?;
            RedisResult::Ok(listening)
        };
        match timeout(CONNECTING, listening).await {
            Ok(Ok(listening)) => {
                is_told = false;
                let mut messages = listening.into_on_message();
                while let Some(message) = messages.next().await {
                    let Some(budgets) = budgets.upgrade() else { return };
                    apply(&budgets, &message, &from);
                }
            }
            // That it cannot be had is told by who writes to it.
            Ok(Err(error)) if !error.is_io_error() && !is_told => {
                tracing::warn!(%error, %channel, "what networks spend at other instances is not heard");
                is_told = true;
            }
            _ => {}
        }
        sleep(PAUSE).await;
    }
}

fn apply(budgets: &Budgets, message: &Msg, own: &str) {
    let bytes = Some(message.get_payload_bytes()).filter(|bytes| bytes.len() <= LARGEST);
    let Some(message) = bytes.and_then(|bytes| serde_json::from_slice::<Message>(bytes).ok()) else { return };
    if message.from != own {
        for (network, units) in message.spent {
            if let Ok(network) = network.parse() {
                budgets.spend(network, units);
            }
        }
    }
}
