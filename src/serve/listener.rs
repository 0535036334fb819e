//! Where connections come in: TCP or Unix sockets, opened here or by systemd.

use std::fmt;
use std::io;
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use futures_util::future::select_all;
use listenfd::ListenFd;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::net::{TcpListener, TcpSocket, TcpStream, UnixListener, UnixStream};

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// An address and a port.
    Tcp(SocketAddr),
    /// The path of a Unix socket.
    Unix(PathBuf),
}

/// Connections that wait to be accepted, at most: those of a second or two while all places are taken.
const BACKLOG: u32 = 4096;

/// Sockets of systemd's at most.
const MOST_INHERITED: u64 = 64;

/// Before the path of a Unix socket.
const UNIX: &str = "unix:";

impl FromStr for Listen {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix(UNIX).map(Path::new) {
            Some(path) if path.is_absolute() => Ok(Self::Unix(path.to_owned())),
            Some(_) => Err("the path of a Unix socket begins with /, such as unix:/run/kojiview/kojiview.sock"),
            None => text.parse().map(Self::Tcp).map_err(
                |_| "an address and a port, such as 127.0.0.1:8080 or [::]:8080, or a Unix socket, such as unix:/run/kojiview/kojiview.sock",
            ),
        }
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

/// Sockets that systemd opened (`LISTEN_FDS`): connections wait in them while the process is started again.
#[derive(Debug, Default)]
pub struct Inherited(Vec<Socket>);

#[derive(Debug)]
enum Socket {
    Tcp(std::net::TcpListener),
    Unix(std::os::unix::net::UnixListener),
}

impl Inherited {
    /// Takes them, and the variables that tell of them, out of the environment. To be called before there are other threads.
    ///
    /// # Errors
    ///
    /// One of them takes no connections of TCP or a Unix socket.
    pub fn from_environment() -> Result<Self, String> {
        let count = std::env::var("LISTEN_FDS").ok().and_then(|count| count.parse::<u64>().ok());
        if let Some(count) = count.filter(|count| *count > MOST_INHERITED) {
            return Err(format!("LISTEN_FDS: {count} sockets are too many: at most {MOST_INHERITED}"));
        }
        let mut handed_over = ListenFd::from_env();
        let mut sockets = Vec::new();
        for index in 0..handed_over.len() {
            let tcp = handed_over.take_tcp_listener(index).ok().flatten().map(Socket::Tcp);
            let unix = || handed_over.take_unix_listener(index).ok().flatten().map(Socket::Unix);
            let socket = tcp.or_else(unix).filter(Socket::is_listening);
            sockets.push(socket.ok_or_else(|| {
                format!("LISTEN_FDS: socket {} takes no connections; ListenStream= in a socket unit does", index + 1)
            })?);
        }
        Ok(Self(sockets))
    }
}

impl Socket {
    /// Does it take connections, which then wait for nobody? One that is connected, or only bound, never has any.
    fn is_listening(&self) -> bool {
        let socket = match self {
            Self::Tcp(socket) => SockRef::from(socket),
            Self::Unix(socket) => SockRef::from(socket),
        };
        socket.is_listener().unwrap_or(false) && socket.set_nonblocking(true).is_ok()
    }
}

/// All sockets that connections come in at.
#[derive(Debug)]
pub struct Listeners(Vec<Listener>);

#[derive(Debug)]
enum Listener {
    Tcp(TcpListener),
    /// With its file, where it is ours to delete.
    Unix(UnixListener, Option<PathBuf>),
}

/// A connection.
#[derive(Debug)]
pub(super) enum Connection {
    Tcp(TcpStream, IpAddr),
    Unix(UnixStream),
}

impl Connection {
    /// Who is at the other end. Whoever has a Unix socket is on this machine.
    pub(super) fn peer(&self) -> IpAddr {
        match self {
            Self::Tcp(_, peer) => *peer,
            Self::Unix(_) => Ipv4Addr::LOCALHOST.into(),
        }
    }

    /// Waits for the first byte, and leaves it there; false where the connection ends before it.
    pub(super) async fn begins(&self) -> bool {
        let mut byte = [MaybeUninit::uninit()];
        // Being told that there is something to read is not enough: it may be wrong.
        let length = match self {
            Self::Tcp(stream, _) => stream.async_io(Interest::READABLE, || SockRef::from(stream).peek(&mut byte)).await,
            Self::Unix(stream) => stream.async_io(Interest::READABLE, || SockRef::from(stream).peek(&mut byte)).await,
        };
        matches!(length, Ok(1..))
    }
}

impl Listeners {
    /// Those that systemd opened, or else the one at this address.
    ///
    /// # Errors
    ///
    /// It cannot be opened: somebody else listens there, as a rule.
    pub async fn open(inherited: Inherited, at: &Listen) -> io::Result<Self> {
        if inherited.0.is_empty() {
            return Ok(Self(vec![Listener::open(at).await?]));
        }
        let listeners = inherited.0.into_iter().map(|socket| match socket {
            Socket::Tcp(socket) => TcpListener::from_std(socket).map(Listener::Tcp),
            Socket::Unix(socket) => UnixListener::from_std(socket).map(|socket| Listener::Unix(socket, None)),
        });
        listeners.collect::<io::Result<_>>().map(Self)
    }

    /// Where they are.
    ///
    /// # Errors
    ///
    /// The system does not say.
    pub fn addresses(&self) -> io::Result<Vec<Listen>> {
        let of = |listener: &Listener| match listener {
            Listener::Tcp(socket) => socket.local_addr().map(Listen::Tcp),
            Listener::Unix(socket, _) => {
                let address = socket.local_addr()?;
                Ok(Listen::Unix(address.as_pathname().map_or_else(PathBuf::new, Path::to_owned)))
            }
        };
        self.0.iter().map(of).collect()
    }

    /// The next connection of any.
    pub(super) async fn accept(&self) -> io::Result<Connection> {
        select_all(self.0.iter().map(|listener| Box::pin(listener.accept()))).await.0
    }
}

impl From<TcpListener> for Listeners {
    fn from(listener: TcpListener) -> Self {
        Self(vec![Listener::Tcp(listener)])
    }
}

impl Listener {
    async fn open(at: &Listen) -> io::Result<Self> {
        let path = match at {
            Listen::Tcp(address) => {
                let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
                socket.set_reuseaddr(true)?;
                socket.bind(*address)?;
                return socket.listen(BACKLOG).map(Self::Tcp);
            }
            Listen::Unix(path) => path,
        };
        // What a process that was killed has left. Another one that lives keeps its own.
        if std::fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_socket()) {
            match UnixStream::connect(path).await {
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => std::fs::remove_file(path)?,
                _ => return Err(io::ErrorKind::AddrInUse.into()),
            }
        }
        let socket = UnixListener::bind(path)?;
        // Whoever reaches the folder may connect, as anybody on this machine may to a port.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o666))?;
        Ok(Self::Unix(socket, Some(path.clone())))
    }

    async fn accept(&self) -> io::Result<Connection> {
        match self {
            Self::Tcp(socket) => {
                let (stream, peer) = socket.accept().await?;
                // Small answers go out at once; where that cannot be set, they come a little later.
                let _ = stream.set_nodelay(true);
                Ok(Connection::Tcp(stream, peer.ip()))
            }
            Self::Unix(socket, _) => socket.accept().await.map(|(stream, _)| Connection::Unix(stream)),
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Self::Unix(_, Some(path)) = self {
            let _ = std::fs::remove_file(path);
        }
    }
}
