//! Real proxies with the configurations that are shipped, of which only ports and folders are others.

use std::fs::{self, File, Permissions};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running proxy; killed, with its folder deleted, when it is dropped.
pub struct Proxy {
    child: Child,
    folder: PathBuf,
    /// Where readers come.
    pub port: u16,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // nginx and httpd end their workers themselves.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A port that nobody has.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The first of these that is there.
fn first<'a>(names: &[&'a str]) -> &'a str {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let is_here = |name: &&&str| {
        Path::new(name).is_absolute() && Path::new(name).exists()
            || folders.iter().any(|folder| Path::new(folder).join(name).exists())
    };
    names.iter().find(is_here).copied().unwrap_or_else(|| panic!("none of {names:?} is installed"))
}

/// Modules that httpd has on Debian, and those that the configuration needs.
const MODULES: [&str; 15] = [
    "mpm_event",
    "authz_core",
    "authz_host",
    "headers",
    "unique_id",
    "alias",
    "proxy",
    "proxy_http",
    "cache",
    "cache_disk",
    "deflate",
    "filter",
    "env",
    "setenvif",
    "unixd",
];

impl Proxy {
    /// This one, before Kojiview and a hub at these ports.
    pub fn start(name: &str, kojiview: u16, hub: u16) -> Self {
        let folder = std::env::temp_dir().join(format!("kojiview-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        // httpd gives up its rights, and writes as nobody.
        for folder in [folder.clone(), folder.join("cache"), folder.join("run")] {
            fs::create_dir_all(&folder).unwrap();
            fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
        }
        let port = free_port();
        let at = folder.to_str().unwrap().to_owned();
        let (file, places): (_, &[(&str, String)]) = match name {
            "nginx" => (
                "nginx.conf",
                &[
                    ("listen 80;", format!("listen 127.0.0.1:{port};")),
                    ("/var/cache/nginx-kojiview", format!("{at}/cache")),
                ],
            ),
            "httpd" => (
                "httpd.conf",
                &[
                    ("<VirtualHost *:80>", format!("<VirtualHost 127.0.0.1:{port}>")),
                    ("/var/cache/apache2/mod_cache_disk", format!("{at}/cache")),
                ],
            ),
            "haproxy" => ("haproxy.cfg", &[("bind :80\n", format!("bind 127.0.0.1:{port}\n"))]),
            _ => ("varnish.vcl", &[("\"8080\"", format!("\"{kojiview}\"")), ("\"8081\"", format!("\"{hub}\""))]),
        };
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/proxies").join(file);
        let mut text = fs::read_to_string(shipped).unwrap();
        for (from, to) in places {
            assert!(text.contains(from), "{file} has {from}");
            text = text.replace(from, to);
        }
        text = text
            .replace("127.0.0.1:8080", &format!("127.0.0.1:{kojiview}"))
            .replace("127.0.0.1:8081", &format!("127.0.0.1:{hub}"));
        fs::write(folder.join(file), text).unwrap();
        let mut command = match name {
            "nginx" => nginx(&folder),
            "httpd" => httpd(&folder, port),
            "haproxy" => {
                let mut command = Command::new(first(&["haproxy"]));
                command.args(["-db", "-f", &format!("{at}/{file}")]);
                command
            }
            _ => {
                let mut command = Command::new(first(&["varnishd"]));
                command.args(["-F", "-j", "none", "-n", &format!("{at}/run"), "-f", &format!("{at}/{file}")]);
                command.args(["-a", &format!("127.0.0.1:{port}"), "-s", "malloc,64m"]);
                command
            }
        };
        let log = File::create(folder.join("out")).unwrap();
        let child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let proxy = Self { child, folder, port };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return proxy;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{name} does not start: {}", fs::read_to_string(proxy.folder.join("out")).unwrap());
    }
}

fn nginx(folder: &Path) -> Command {
    let temporary =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path run/{kind};"));
    // As Debian has it: a server that compresses by itself.
    let text = format!(
        "daemon off; pid run/pid; error_log error.log;\nevents {{}}\nhttp {{ access_log off; gzip on; {} include nginx.conf; }}\n",
        temporary.join(" ")
    );
    fs::write(folder.join("main.conf"), text).unwrap();
    let mut command = Command::new(first(&["nginx"]));
    command.args(["-p", folder.to_str().unwrap(), "-c", "main.conf"]);
    // Its workers may write where the test may.
    if is_root() {
        command.args(["-g", "user root;"]);
    }
    command
}

fn httpd(folder: &Path, port: u16) -> Command {
    let modules = first(&["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules"]);
    let load = MODULES.map(|module| format!("LoadModule {module}_module {modules}/mod_{module}.so\n"));
    // Debian has this one in the program itself.
    let load: String = load
        .into_iter()
        .filter(|line| line.split(' ').nth(2).is_some_and(|path| Path::new(path.trim()).exists()))
        .collect();
    let at = folder.display();
    let user = if is_root() { "User nobody\nGroup #65534\n" } else { "" };
    let text = format!(
        "{load}Listen 127.0.0.1:{port}\nServerName localhost\nServerRoot {at}\nDefaultRuntimeDir run\nPidFile run/pid\nErrorLog error.log\n{user}\
         AddOutputFilterByType DEFLATE text/html text/plain text/css application/json\nInclude httpd.conf\n"
    );
    fs::write(folder.join("main.conf"), text).unwrap();
    let mut command = Command::new(first(&["apache2", "httpd"]));
    command.args(["-d", folder.to_str().unwrap(), "-f", "main.conf", "-DFOREGROUND"]);
    command
}

fn is_root() -> bool {
    fs::read_to_string("/proc/self/status").is_ok_and(|status| status.contains("Uid:\t0\t"))
}
