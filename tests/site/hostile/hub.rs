//! A hub whose every text is hostile: the demo, with each answer spoilt on its way out, and each question cleaned on
//! its way in, so that things are found by the names that the hub tells.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kojiview::demo::{Demo, Settings};
use kojiview::xmlrpc::{self, Fault, MethodCall, Value};
use tower::ServiceExt as _;

use super::payloads::Payload;
use crate::harness::{Site, listen};

/// Which texts are spoilt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Those that may be anything: every page is still there.
    Careful,
    /// All that the client does not find its methods by: kinds, arches, times and faults too.
    Reckless,
}

/// Texts by which the client tells what is what. A reckless hub spoils them, too.
const KEPT: [&str; 11] = [
    "arch",
    "btype",
    "checksum",
    "compression_type",
    "digest",
    "digest_algo",
    "dir",
    "faultString",
    "md5",
    "method",
    "payloadhash",
];

/// Texts that are no names.
const FREE: [&str; 13] = [
    "author",
    "comment",
    "cg_version",
    "description",
    "doc",
    "host_os",
    "license",
    "msg",
    "note",
    "packager",
    "summary",
    "text",
    "vendor",
];

/// Texts of an answer that are as long as the payload is.
const LONG_ONES: usize = 3;

/// A site over a hub that puts this into its texts.
pub async fn hostile(payload: &'static Payload, care: Care) -> Site {
    let demo = Demo::new(Settings { frozen: true, ..Settings::default() }).router();
    let hub = Router::new().fallback(move |request: Request| answer(demo.clone(), request, payload, care));
    Site::over(&listen(hub).await)
}

async fn answer(demo: Router, request: Request, payload: &'static Payload, care: Care) -> Response {
    let (mut head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let Ok(mut call) = xmlrpc::request(&body) else {
        return demo.oneshot(Request::from_parts(head, Body::from(body))).await.unwrap();
    };
    call.args.iter_mut().chain(call.kwargs.values_mut()).for_each(|value| clean(value, payload));
    head.headers.remove(CONTENT_LENGTH);
    let asked = Request::from_parts(head, Body::from(xmlrpc::write_call_of(&call)));
    let (mut head, body) = demo.oneshot(asked).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut spoiler = Spoiler { payload, care, long_ones: LONG_ONES };
    let spoilt = match xmlrpc::response::<Value>(&body) {
        Ok(told) => {
            let mut value = told.value;
            spoiler.whole(&call, &mut value);
            xmlrpc::write_response(&value).unwrap()
        }
        Err(xmlrpc::Error::Fault(fault)) => {
            let message = spoiler.told("faultString", &fault.message).unwrap_or(fault.message);
            xmlrpc::write_fault(&Fault { message, ..fault })
        }
        Err(error) => panic!("{}: {error}", call.method),
    };
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(spoilt))
}

/// Takes out of a question what was put into the names that it asks for.
fn clean(value: &mut Value, payload: &Payload) {
    match value {
        Value::String(text) if text.contains(payload.name) => *text = text.replace(payload.name, ""),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, payload)),
        Value::Struct(members) => members.values_mut().for_each(|member| clean(member, payload)),
        _ => {}
    }
}

/// What is called: of a method that calls another, that one.
fn method_of<'a>(method: &'a str, args: &'a [Value]) -> &'a str {
    match method {
        "count" | "filterResults" | "countAndFilterResults" => args.first().and_then(Value::as_str).unwrap_or(method),
        _ => method,
    }
}

struct Spoiler {
    payload: &'static Payload,
    care: Care,
    /// How many texts may still be long.
    long_ones: usize,
}

impl Spoiler {
    /// The answer to a call, or to each of many.
    fn whole(&mut self, call: &MethodCall, value: &mut Value) {
        let ("multiCall", Some(Value::Array(calls))) = (call.method.as_str(), call.args.first()) else {
            return self.one(method_of(&call.method, &call.args), value);
        };
        let Value::Array(answers) = value else { return };
        for (call, answer) in calls.iter().zip(answers) {
            let method = call.get("methodName").and_then(Value::as_str).unwrap_or_default();
            let args = call.get("params");
            let args = if let Some(Value::Array(args)) = args { args.as_slice() } else { &[] };
            match answer {
                Value::Array(one) => one.iter_mut().for_each(|value| self.one(method_of(method, args), value)),
                fault => self.texts("", fault),
            }
        }
    }

    fn one(&mut self, method: &str, value: &mut Value) {
        match (method, value) {
            ("downloadTaskOutput", Value::String(coded)) => self.lines(coded),
            ("listTaskOutput", files) => self.one_more_file(files),
            ("getBuildLogs", Value::Array(logs)) => self.one_more_log(logs),
            // By these it knows what it may ask.
            ("getKojiVersion" | "system.listMethods", _) => {}
            ("_listapi", Value::Array(methods)) => methods.iter_mut().for_each(|method| self.documentation(method)),
            // Whose keys are names.
            ("listCGs", Value::Struct(generators)) => {
                for (name, mut generator) in std::mem::take(generators) {
                    self.texts("", &mut generator);
                    generators.insert(name + self.payload.name, generator);
                }
            }
            (_, value) => self.texts("", value),
        }
    }

    /// Each text of a value; `key` is the member that it stands in.
    fn texts(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(told) = self.told(key, text) {
                    *text = told;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.texts(key, item)),
            Value::Struct(members) => {
                for (name, member) in members.iter_mut() {
                    // What stands in there is called as the options of a tag are, and is none of them.
                    self.texts(if key == "config_inheritance" { "" } else { name.as_str() }, member);
                }
                if key == "extra" {
                    members.insert(self.payload.name.to_owned(), Value::from(self.payload.name));
                }
            }
            _ => {}
        }
    }

    /// What is told instead of a text, unless it is told as it is.
    fn told(&mut self, key: &str, text: &str) -> Option<String> {
        let is_kept = self.care == Care::Careful && (KEPT.contains(&key) || is_time(text));
        if text.is_empty() || is_kept {
            return None;
        }
        let Payload { name, text: more, times, addresses, .. } = *self.payload;
        if text.contains("://") && !addresses.is_empty() {
            return Some(addresses[text.len() % addresses.len()].to_owned());
        }
        if !FREE.contains(&key) {
            return Some(format!("{text}{name}"));
        }
        let is_long = times > 1 && self.long_ones > 0;
        self.long_ones -= usize::from(is_long);
        Some(format!("{text}{}", more.repeat(if is_long { times } else { 1 })))
    }

    fn documentation(&mut self, method: &mut Value) {
        if let Value::Struct(members) = method
            && let Some(documentation) = members.get_mut("doc")
        {
            self.texts("doc", documentation);
        }
    }

    /// The end of each long line, in as many bytes as it had: logs are read in parts.
    fn lines(&self, coded: &mut String) {
        let line_end = self.payload.line.as_bytes();
        let mut bytes = STANDARD.decode(coded.as_bytes()).unwrap();
        for line in bytes.split_mut(|byte| *byte == b'\n') {
            if line.len() >= 2 * line_end.len() && line.is_ascii() {
                let at = line.len() - line_end.len();
                line[at..].copy_from_slice(line_end);
            }
        }
        *coded = STANDARD.encode(bytes);
    }

    /// The files of a task are called as the client knows them; one more is not.
    fn one_more_file(&self, files: &mut Value) {
        let name = format!("{}.log", self.payload.name);
        match files {
            Value::Struct(files) => {
                if let Some(file) = files.values().next().cloned() {
                    files.insert(name, file);
                }
            }
            Value::Array(names) if !names.is_empty() => names.push(Value::from(name)),
            _ => {}
        }
    }

    /// The same of the logs of a build.
    fn one_more_log(&self, logs: &mut Vec<Value>) {
        if let Some(Value::Struct(mut log)) = logs.last().cloned() {
            log.insert("name".to_owned(), Value::from(format!("{}.log", self.payload.name)));
            log.insert("dir".to_owned(), Value::from(self.payload.name));
            logs.push(Value::Struct(log));
        }
    }
}

/// Is it a time as Koji spells them?
fn is_time(text: &str) -> bool {
    let spelled = text.bytes().take(10).map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    spelled.eq(*b"0000-00-00")
}
