//! Requests over connections that are kept, as cheap as can be: the machine is shared with what is measured.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection of a reader.
pub struct Reader {
    at: String,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What came of a request.
#[derive(Debug, Clone, Copy)]
pub struct Answered {
    /// 0: the connection ended before the answer did.
    pub status: u16,
    pub took: Duration,
}

impl Reader {
    pub fn new(at: &str) -> Self {
        Self { at: at.to_owned(), stream: None, buffer: Vec::new() }
    }

    /// Asks for a page, with these lines in its head.
    pub async fn get(&mut self, page: &str, head: &str) -> Answered {
        let start = Instant::now();
        let request = format!("GET {page} HTTP/1.1\r\nhost: {}\r\naccept-encoding: zstd\r\n{head}\r\n", self.at);
        let status = self.exchange(request.as_bytes()).await.unwrap_or(0);
        if status == 0 {
            self.stream = None;
        }
        Answered { status, took: start.elapsed() }
    }

    /// The value of a header of the last answer.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = String::from_utf8_lossy(&self.buffer);
        let head = head.split("\r\n\r\n").next()?;
        head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim().to_owned()))
    }

    async fn exchange(&mut self, request: &[u8]) -> std::io::Result<u16> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect(&self.at).await?;
                stream.set_nodelay(true)?;
                none.insert(stream)
            }
        };
        stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let Some(end) = memchr::memmem::find(&self.buffer, b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end]).unwrap_or_default();
            let status = head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            let is_chunked = head.contains("transfer-encoding: chunked");
            let length = if status == 304 { 0 } else { length.unwrap_or(0) };
            loop {
                let is_whole = if is_chunked {
                    self.buffer.ends_with(b"0\r\n\r\n")
                } else {
                    self.buffer.len() >= end + 4 + length
                };
                if is_whole {
                    return Ok(status);
                }
                if stream.read_buf(&mut self.buffer).await? == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
    }
}

/// The time that so many of a hundred answers took at most.
pub fn percentile(answers: &[Answered], percent: usize) -> Duration {
    let mut times: Vec<Duration> = answers.iter().map(|answer| answer.took).collect();
    times.sort();
    times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// How many answers have this status.
pub fn count(answers: &[Answered], status: impl Fn(u16) -> bool) -> usize {
    answers.iter().filter(|answer| status(answer.status)).count()
}
