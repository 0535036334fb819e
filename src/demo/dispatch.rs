//! From a method's name to its answer; and the methods that call others.

use indexmap::IndexMap;

use super::ask::Ask;
use super::fault::{Answer, generic, parameter, python, repr};
use super::methods::{self, Method};
use super::moment::Moment;
use super::query::{filter, number};
use super::world::World;
use super::{Demo, Koji};
use crate::xmlrpc::{Fault, MethodCall, Value};

/// The hub as one request sees it.
pub(crate) struct Hub<'w> {
    pub(crate) world: &'w World,
    pub(crate) now: Moment,
    pub(crate) koji: Koji,
    /// Told of each method that is called.
    pub(crate) count: &'w dyn Fn(&str),
}

impl Hub<'_> {
    /// Answers a call.
    pub(crate) fn call(&self, call: MethodCall) -> Answer {
        (self.count)(&call.method);
        self.run(&call.method, call.args, call.kwargs)
    }

    fn run(&self, method: &str, mut args: Vec<Value>, mut keywords: IndexMap<String, Value>) -> Answer {
        match method {
            "multiCall" | "system.multicall" => self.each(args.into_iter().next().unwrap_or_default()),
            "count" | "filterResults" | "countAndFilterResults" => {
                if args.is_empty() {
                    let name = keywords.shift_remove("methodName").ok_or_else(|| {
                        parameter(format!(
                            "RootExports.{method}() missing 1 required positional argument: 'methodName'"
                        ))
                    })?;
                    args.push(name);
                }
                self.over(method, args, keywords)
            }
            _ => {
                let known = self.find(method).ok_or_else(|| generic(format!("Invalid method: {method}")));
                let Method { function, parameters, answer, .. } = known.inspect_err(|_| (self.count)(Demo::UNKNOWN))?;
                let function = self.koji.function(method, function);
                let has = |name: &str| self.koji.has_parameter(method, name);
                let parameters = parameters.split_whitespace().filter(|word| has(word.trim_end_matches('?')));
                let bound = Ask::bind((self.world, self.now, self.koji), &function, parameters, args, keywords);
                Ok(self.koji.cut(method, answer(&bound.inspect_err(|_| (self.count)(Demo::UNKNOWN))?)?))
            }
        }
    }

    fn find(&self, method: &str) -> Option<Method> {
        methods::find(method).filter(|_| self.koji.has_method(method))
    }

    /// `multiCall`: an array of one for a result, a struct for a fault.
    fn each(&self, calls: Value) -> Answer {
        let calls = match calls {
            Value::Array(calls) => calls,
            // A string is a list of its characters to Python, and none of them is a call.
            other => vec![other],
        };
        let mut results = Vec::with_capacity(calls.len());
        for call in calls {
            let method = call.get("methodName").and_then(Value::as_str).unwrap_or_default().to_owned();
            let result = match call.get("params") {
                _ if method.is_empty() => Err(python("methodName")),
                Some(Value::Array(args)) => self.call(MethodCall::of(method.clone(), args.clone())),
                _ => Err(python("params")),
            };
            match result {
                Ok(value) => results.push(Value::Array(vec![value])),
                // Its rows are fetched when the answer is written, so its failure is one of the whole.
                Err(fault) if method == "search" && fault.code == 1 => return Err(fault),
                Err(fault) => results.push(fault_struct(&fault, method != "getTaskResult")),
            }
        }
        Ok(Value::Array(results))
    }

    /// `count`, `filterResults` and `countAndFilterResults`.
    fn over(&self, outer: &str, args: Vec<Value>, mut keywords: IndexMap<String, Value>) -> Answer {
        let mut args = args.into_iter();
        let name = args.next().unwrap_or_default();
        let method = name.as_str().map_or_else(|| repr(&name), str::to_owned);
        let options = if outer == "count" { None } else { keywords.shift_remove("filterOpts") };
        let result = self.run(&method, args.collect(), keywords);
        if outer == "count" {
            return Ok(match result? {
                Value::Nil => Value::Int(0),
                Value::Array(items) => number(items.len()),
                Value::Struct(members) => number(members.len()),
                _ => Value::Int(1),
            });
        }
        let result = result.map_err(|fault| wrapped(&method, fault))?;
        let (total, rows) = filter(result, options.as_ref(), &method)?;
        Ok(if outer == "filterResults" { rows } else { Value::Array(vec![number(total), rows]) })
    }
}

/// Whatever the code of the fault inside, the one outside is 1000.
fn wrapped(method: &str, fault: Fault) -> Fault {
    match fault {
        Fault { code: 1000, message } if message == format!("Invalid method: {method}") => generic(message),
        Fault { code, message } if method == "getTaskResult" && code != 1000 => {
            generic(format!("method {method} raised an exception (<Fault {code}: '{message}'>)"))
        }
        Fault { message, .. } => generic(format!("method {method} raised an exception ({message})")),
    }
}

/// Faults that were stored with a task come without a traceback.
fn fault_struct(fault: &Fault, traceback: bool) -> Value {
    let mut members = IndexMap::from([
        ("faultCode".to_owned(), Value::Int(fault.code)),
        ("faultString".to_owned(), Value::from(fault.message.as_str())),
    ]);
    if traceback {
        let lines = vec!["Traceback (most recent call last):\n".to_owned(), format!("{}\n", fault.message)];
        members.insert("traceback".to_owned(), Value::from(lines));
    }
    Value::Struct(members)
}
