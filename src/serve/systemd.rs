//! What a service manager is told, where there is one that wants to know: systemd, by `NOTIFY_SOCKET`.

use std::time::Duration;

use sd_notify::NotifyState;

/// Says that requests are answered; and from then on, as often as it asks for it (`WatchdogSec=`), that the process is alive. Where no task gets
/// a turn any more, that is not said, and it is killed and started again.
pub fn ready(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
    if let Some(within) = sd_notify::watchdog_enabled().filter(|within| !within.is_zero()) {
        tokio::spawn(keep_alive(within));
    }
}

/// Says that settings are being read again; [`reloaded`] follows.
pub fn reloading() {
    let now = NotifyState::monotonic_usec_now().ok();
    tell(&[Some(NotifyState::Reloading), now].into_iter().flatten().collect::<Vec<_>>());
}

/// Says that they were read, and what came of it.
pub fn reloaded(status: &str) {
    tell(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// Says that the process ends, once what is under way is answered.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// No watchdog needs to hear of it more often.
const OFTEN: Duration = Duration::from_millis(50);

/// Twice as often as it is waited for, so that a late one is none that is missed.
async fn keep_alive(within: Duration) {
    loop {
        tokio::time::sleep((within / 2).max(OFTEN)).await;
        tell(&[NotifyState::Watchdog]);
    }
}

/// Nothing, where nobody wants to know.
fn tell(states: &[NotifyState<'_>]) {
    if std::env::var_os("NOTIFY_SOCKET").is_none_or(|path| path.is_empty()) {
        return;
    }
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "systemd could not be told");
    }
}
