//! Tasks: one, many, their families and their results.

use indexmap::IndexMap;

use super::super::ask::Ask;
use super::super::fault::{Answer, generic};
use super::super::moment::Moment;
use super::super::query::page;
use super::super::rows::{stamp, time};
use super::super::world::{Build, FIRST_BUILD, FIRST_TASK, TASKS, Task};
use super::builds::moment;
use super::{Method, method};
use crate::xmlrpc::{self, Fault, MethodCall, Value};

pub(super) const METHODS: &[Method] = &[
    method("getTaskInfo", "task_id request? strict?", info),
    method("getTaskDescendents", "task_id request?", descendants),
    method("getTaskChildren", "task_id request? strict?", children),
    method("listTasks", "opts? queryOpts?", list),
    method("getTaskResult", "taskId raise_fault?", result),
    method("getTaskRequest", "taskId", request),
    method("taskFinished", "taskId", finished),
];

type Both<'w> = (&'w Build, &'w Task);

/// One column of a task; `None`: tasks have no such column.
fn column(task: &Task, now: Moment, name: &str) -> Option<Value> {
    let begun = task.begun(now).then_some(task.started);
    let ended = task.over(now).then_some(task.ended);
    let assigned = task.state(now) == 4 || begun.is_some();
    Some(match name {
        "arch" => Value::from(task.arch),
        // A parent awaits its arches; of its first task it does not say so.
        "awaited" if task.method == "buildArch" && !task.top() => Value::Bool(ended.is_none()),
        "channel_id" => Value::Int(task.channel),
        "completion_time" => time(ended),
        "completion_ts" => stamp(ended),
        "create_time" => time(Some(task.created)),
        "create_ts" => stamp(Some(task.created)),
        "host_id" => Value::from(assigned.then_some(task.host)),
        "id" => Value::Int(task.id),
        "label" => Value::from(task.label),
        "method" => Value::from(task.method),
        "owner" => Value::Int(task.owner),
        "parent" => Value::from(task.parent),
        "priority" => Value::Int(if task.method == "newRepo" { 15 } else { 20 - i64::from(!task.top()) }),
        "start_time" => time(begun),
        "start_ts" => stamp(begun),
        "state" => Value::Int(task.state(now)),
        "waiting" if task.top() && begun.is_some() => Value::Bool(true),
        "awaited" | "waiting" => Value::Nil,
        "weight" => Value::Double(task.weight()),
        _ => return None,
    })
}

const COLUMNS: &[&str] = &[
    "arch",
    "awaited",
    "channel_id",
    "completion_time",
    "completion_ts",
    "create_time",
    "create_ts",
    "host_id",
    "id",
    "label",
    "method",
    "owner",
    "parent",
    "priority",
    "start_time",
    "start_ts",
    "state",
    "waiting",
    "weight",
];

fn row(ask: &Ask<'_>, (build, task): Both<'_>, request: bool) -> IndexMap<String, Value> {
    let mut row: IndexMap<_, _> =
        COLUMNS.iter().map(|&name| (name.to_owned(), column(task, ask.now, name).unwrap_or_default())).collect();
    if request {
        row.insert("request".to_owned(), Value::Array(ask.world.request(build, task)));
    }
    row
}

fn find<'w>(ask: &Ask<'w>, id: i64) -> Option<Both<'w>> {
    ask.world.task(id).filter(|(_, task)| task.exists(ask.now))
}

fn info(ask: &Ask<'_>) -> Answer {
    let one = |id: i64| match find(ask, id) {
        Some(both) => Ok(Value::Struct(row(ask, both, ask.flag("request")))),
        None if ask.flag("strict") => Err(generic("query returned no rows")),
        None => Ok(Value::Nil),
    };
    match ask.value("task_id") {
        Some(Value::Array(ids)) => {
            ids.iter().filter_map(Value::as_int).map(one).collect::<Result<_, _>>().map(Value::Array)
        }
        _ => one(ask.int("task_id")?.unwrap_or_default()),
    }
}

fn children_of<'w>(ask: &Ask<'w>, id: i64) -> Vec<Both<'w>> {
    let Some(build) = ask.world.build(FIRST_BUILD + (id - FIRST_TASK).div_euclid(TASKS)) else { return Vec::new() };
    let tasks = build.tasks.iter().filter(|task| task.parent == Some(id) && task.exists(ask.now));
    tasks.map(|task| (build, task)).collect()
}

/// By the tasks' ids as strings: a struct has no other keys. The trees of a demo are two deep.
fn descendants(ask: &Ask<'_>) -> Answer {
    let id = ask.int("task_id")?.unwrap_or_default();
    let children = children_of(ask, id);
    let rows = children.iter().map(|both| Value::Struct(row(ask, *both, ask.flag("request"))));
    let mut answer = IndexMap::from([(id.to_string(), Value::Array(rows.collect()))]);
    answer.extend(children.iter().map(|(_, task)| (task.id.to_string(), Value::Array(Vec::new()))));
    Ok(Value::Struct(answer))
}

fn children(ask: &Ask<'_>) -> Answer {
    let id = ask.int("task_id")?.unwrap_or_default();
    if find(ask, id).is_none() && ask.flag("strict") {
        return Err(generic(format!("No such task: {id}")));
    }
    let rows = children_of(ask, id).into_iter().map(|both| Value::Struct(row(ask, both, ask.flag("request"))));
    Ok(Value::Array(rows.collect()))
}

/// Options that it does not know, it ignores.
fn list(ask: &Ask<'_>) -> Answer {
    let options = ask.value("opts").cloned().unwrap_or_default();
    let option = |name: &str| options.get(name).filter(|value| !value.is_nil());
    let among = |name: &str, value: &Value| {
        option(name).is_none_or(|wanted| match wanted {
            Value::Array(many) => many.contains(value),
            one => one == value,
        })
    };
    let now = ask.now;
    let bounds = ["createdAfter", "createdBefore", "startedAfter", "startedBefore", "completeAfter", "completeBefore"]
        .map(|name| option(name).and_then(moment));
    let inside = |at: Option<Moment>, after: Option<Moment>, before: Option<Moment>| {
        after.is_none_or(|after| at.is_some_and(|at| at > after))
            && before.is_none_or(|before| at.is_some_and(|at| at < before))
    };
    let owner = option("owner").map(|wanted| ask.user(wanted));
    let wanted = |(_, task): &Both<'_>| {
        let is = |name: &str, column_of: &str| among(name, &column(task, now, column_of).unwrap_or_default());
        task.exists(now)
            // A parent of nil is asked for; one that is absent is not.
            && options.get("parent").is_none_or(|parent| *parent == Value::from(task.parent))
            && owner.is_none_or(|owner| owner == Some(task.owner))
            && is("state", "state")
            && is("method", "method")
            && is("arch", "arch")
            && is("host_id", "host_id")
            && is("channel_id", "channel_id")
            && option("not_arch").is_none_or(|_| !is("not_arch", "arch"))
            && inside(Some(task.created), bounds[0], bounds[1])
            && inside(task.begun(now).then_some(task.started), bounds[2], bounds[3])
            && inside(task.over(now).then_some(task.ended), bounds[4], bounds[5])
    };
    let all = ask.world.builds.iter().flat_map(|build| build.tasks.iter().map(move |task| (build, task)));
    let decode = option("decode").is_some_and(super::super::ask::truth);
    let tasks: Vec<Both<'_>> = all.filter(wanted).collect();
    page(
        ask,
        tasks,
        |(_, task), name| match name {
            "owner_name" => Some(Value::from(ask.world.user_name(task.owner))),
            name => column(task, now, name),
        },
        |&both| listed(ask, both, decode),
    )
}

/// A row of `listTasks`: with its owner, and with request and result, as XML unless they are to be decoded.
fn listed(ask: &Ask<'_>, both: Both<'_>, decode: bool) -> Value {
    let (build, task) = both;
    let mut row = row(ask, both, false);
    let request = ask.world.request(build, task);
    let result = match task.state(ask.now) {
        2 | 5 => Some(ask.world.result(build, task)),
        _ => None,
    };
    let (request, result) = if decode {
        let result = result.map(|result| match result {
            // As it stands in the stored answer: the one parameter of a list of parameters.
            Ok(value) => Value::Array(vec![value]),
            Err(fault) => fault_struct(&fault),
        });
        (Value::Array(request), result.unwrap_or_default())
    } else {
        let call = MethodCall { method: task.method.to_owned(), args: request, kwargs: IndexMap::new() };
        let result = result.map(|result| match result {
            Ok(value) => xmlrpc::write_response(&value).unwrap_or_default(),
            Err(fault) => xmlrpc::write_fault(&fault),
        });
        (Value::from(xmlrpc::write_call_of(&call)), Value::from(result))
    };
    row.insert("owner_name".to_owned(), Value::from(ask.world.user_name(task.owner)));
    row.insert("owner_type".to_owned(), Value::Int(ask.world.user_kind(task.owner)));
    row.insert("request".to_owned(), request);
    row.insert("result".to_owned(), result);
    Value::Struct(row)
}

fn fault_struct(fault: &Fault) -> Value {
    Value::from([("faultCode", Value::Int(fault.code)), ("faultString", Value::from(fault.message.as_str()))])
}

/// A failed task's fault is the answer itself, unless it is asked for as data.
fn result(ask: &Ask<'_>) -> Answer {
    let id = ask.int("taskId")?.unwrap_or_default();
    let (build, task) = find(ask, id).ok_or_else(|| generic(format!("No such task: {id}")))?;
    match task.state(ask.now) {
        2 | 5 => match ask.world.result(build, task) {
            Err(fault) if !ask.flag_or("raise_fault", true) => Ok(fault_struct(&fault)),
            answer => answer,
        },
        3 => Err(generic(format!("Task {id} is canceled"))),
        _ => Err(generic(format!("Task {id} is not finished"))),
    }
}

fn request(ask: &Ask<'_>) -> Answer {
    let id = ask.int("taskId")?.unwrap_or_default();
    let (build, task) = find(ask, id).ok_or_else(|| generic(format!("No such task: {id}")))?;
    Ok(Value::Array(ask.world.request(build, task)))
}

fn finished(ask: &Ask<'_>) -> Answer {
    let id = ask.int("taskId")?.unwrap_or_default();
    let (_, task) = find(ask, id).ok_or_else(|| generic(format!("No such task: {id}")))?;
    Ok(Value::Bool(task.over(ask.now)))
}
