//! What each network of clients may have asked of the hub, so that none takes all that the hub gives. Cached answers cost
//! nothing.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use ipnet::{AddrParseError, IpNet, Ipv4Net, Ipv6Net};
use tokio::sync::mpsc::Sender;

use super::HubClient;
use super::limiter::Rank;
use crate::hub::{Cost, Error};

/// A network of clients: one household or one machine of a cloud has no more than this to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClientNetwork {
    /// An IPv4 /24.
    V4([u8; 3]),
    /// An IPv6 /56.
    V6([u8; 7]),
}

impl From<IpAddr> for ClientNetwork {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                Self::V4([a, b, c])
            }
            IpAddr::V6(address) => {
                let octets = address.octets();
                Self::V6(std::array::from_fn(|at| octets[at]))
            }
        }
    }
}

impl fmt::Display for ClientNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4([a, b, c]) => Ipv4Net::new_assert(Ipv4Addr::new(*a, *b, *c, 0), 24).fmt(f),
            Self::V6(octets) => {
                let address: [u8; 16] = std::array::from_fn(|at| octets.get(at).copied().unwrap_or_default());
                Ipv6Net::new_assert(Ipv6Addr::from(address), 56).fmt(f)
            }
        }
    }
}

impl FromStr for ClientNetwork {
    type Err = AddrParseError;

    fn from_str(text: &str) -> Result<Self, AddrParseError> {
        text.parse::<IpNet>().map(|network| network.addr().into())
    }
}

/// For whom calls are made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asker {
    /// What they are charged to; nothing, where Kojiview itself asks.
    pub network: Option<ClientNetwork>,
    /// Are they for a page that crawlers are asked to leave alone? Those of other pages come first.
    pub is_deep: bool,
}

type Buckets = RateLimiter<ClientNetwork, DashMapStateStore<ClientNetwork>, MonotonicClock, StateInformationMiddleware>;

/// The budgets of all networks.
pub(super) struct Budgets {
    buckets: Option<Buckets>,
    clock: MonotonicClock,
    /// Units that a network has at most.
    most: u32,
    charges: AtomicU32,
    /// Who is told of what is charged.
    told: OnceLock<Sender<(ClientNetwork, u32)>>,
}

/// After so many charges the networks that have all of their budget again are forgotten.
const TIDIED: u32 = 1000;
/// Calls in a multiCall that cost as much as one by itself.
const BATCHED: usize = 5;

/// Units that a page costs, as a rule.
const PAGE: u32 = 5;

/// Units that so many calls cost.
fn units(cost: Cost, calls: usize) -> u32 {
    let one = match cost {
        Cost::Light => 1,
        Cost::File => 5,
        Cost::Heavy | Cost::Console => 10,
    };
    one * u32::try_from(calls.div_ceil(BATCHED)).unwrap_or(u32::MAX / 16)
}

impl Budgets {
    /// So many units a minute for each network; 0: no end of them.
    pub(super) fn new(per_minute: u32) -> Self {
        let buckets = NonZeroU32::new(per_minute)
            .map(|units| RateLimiter::new(Quota::per_minute(units), DashMapStateStore::default(), MonotonicClock));
        Self { buckets, clock: MonotonicClock, most: per_minute, charges: AtomicU32::new(0), told: OnceLock::new() }
    }

    /// How long until a network has what a page costs as a rule: with less than that it would come back for a part.
    fn for_a_page(&self) -> Duration {
        Duration::from_secs(60) * PAGE / self.most.max(1)
    }

    /// Charges a network; how many units it has spent, or how long until it has enough of them.
    fn charge(&self, network: ClientNetwork, units: u32) -> Result<u32, Duration> {
        let (Some(buckets), Some(units)) = (&self.buckets, NonZeroU32::new(units.min(self.most))) else { return Ok(0) };
        if self.charges.fetch_add(1, Ordering::Relaxed) % TIDIED == TIDIED - 1 {
            buckets.retain_recent();
            buckets.shrink_to_fit();
        }
        match buckets.check_key_n(&network, units) {
            Ok(Ok(left)) => {
                if let Some(told) = self.told.get() {
                    // What is not told costs a network less than it should.
                    let _ = told.try_send((network, units.get()));
                }
                Ok(self.most.saturating_sub(left.remaining_burst_capacity()))
            }
            Ok(Err(until)) => Err(until.wait_time_from(self.clock.now()) + self.for_a_page()),
            // It has no more units at any time than this.
            Err(_) => Err(Duration::from_secs(60)),
        }
    }
}

impl Budgets {
    /// Tells of all that is charged from now on.
    pub(super) fn tell(&self, told: Sender<(ClientNetwork, u32)>) {
        let _ = self.told.set(told);
    }

    /// Takes off a network's budget what it has spent elsewhere; all of it, where that is more.
    pub(super) fn spend(&self, network: ClientNetwork, units: u32) {
        let Some(buckets) = &self.buckets else { return };
        let (mut left, mut step) = (units.min(self.most), units.min(self.most));
        while let Some(some) = NonZeroU32::new(step.min(left)) {
            if matches!(buckets.check_key_n(&network, some), Ok(Ok(_))) {
                left -= some.get();
            } else {
                step = some.get() / 2;
            }
        }
    }
}

impl HubClient {
    /// Lets calls of this cost be made, each by itself or in multiCalls, and charges them.
    ///
    /// # Errors
    ///
    /// The class is closed, or the asker's network has spent its budget.
    pub(super) fn admit(&self, asker: Asker, cost: Cost, calls: usize) -> Result<Rank, Error> {
        if self.limits.closed.contains(&cost) {
            self.metrics.refused("closed");
            return Err(Error::Closed(cost));
        }
        let spent = asker.network.map_or(Ok(0), |network| self.budgets.charge(network, units(cost, calls)));
        let spent = spent.map_err(|wait| {
            self.metrics.refused("over_budget");
            Error::OverBudget(wait)
        })?;
        Ok(Rank { is_deep: asker.is_deep, spent })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> ClientNetwork {
        ClientNetwork::from(address.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn networks() {
        for (a, b, is_same) in [
            ("192.0.2.1", "192.0.2.254", true),
            ("192.0.2.1", "192.0.3.1", false),
            ("::ffff:192.0.2.1", "192.0.2.9", true),
            ("2001:db8:1:2200::1", "2001:db8:1:22ff::1", true),
            ("2001:db8:1:2200::1", "2001:db8:1:2300::1", false),
        ] {
            assert_eq!(network(a) == network(b), is_same, "{a} {b}");
        }
    }

    #[test]
    fn one_network_takes_nothing_of_another() {
        let budgets = Budgets::new(60);
        let (one, other) = (network("192.0.2.1"), network("198.51.100.1"));
        assert_eq!(budgets.charge(one, 20), Ok(20));
        assert_eq!(budgets.charge(one, 40), Ok(60));
        let wait = budgets.charge(one, 5).unwrap_err();
        assert!(wait > Duration::from_secs(9) && wait <= Duration::from_secs(10), "{wait:?}");
        assert_eq!(budgets.charge(other, 1), Ok(1));
        assert_eq!(budgets.charge(network("203.0.113.1"), 1000), Ok(60), "what costs more than all costs all");
        let free = Budgets::new(0);
        assert_eq!(free.charge(one, 1_000_000), Ok(0));
    }

    #[test]
    fn what_is_spent_elsewhere_is_spent_here() {
        let budgets = Budgets::new(60);
        let one = network("192.0.2.1");
        budgets.spend(one, 25);
        assert_eq!(budgets.charge(one, 5), Ok(30));
        budgets.spend(one, 1000);
        assert!(budgets.charge(one, 1).is_err(), "nothing is left");
        let other = network("198.51.100.1");
        assert_eq!(budgets.charge(other, 50), Ok(50));
        budgets.spend(other, 40);
        assert!(budgets.charge(other, 1).is_err(), "it is more than was left");
    }

    #[test]
    fn networks_have_names() {
        for (address, name) in [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:22ff::1", "2001:db8:1:2200::/56")] {
            assert_eq!(network(address).to_string(), name);
            assert_eq!(name.parse(), Ok(network(address)));
        }
    }

    #[test]
    fn what_calls_cost() {
        assert_eq!((units(Cost::Light, 1), units(Cost::File, 1), units(Cost::Heavy, 1)), (1, 5, 10));
        assert_eq!((units(Cost::Light, 50), units(Cost::Light, 6)), (10, 2));
    }
}
