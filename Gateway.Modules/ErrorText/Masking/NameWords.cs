namespace Gateway.Modules.ErrorText.Masking;

/// <summary>The words by which <see cref="NameForms"/> and <see cref="QuoteForms"/> tell an application's own names from the words of an error.</summary>
internal static class NameWords
{
    /// <summary>What a name may be the name of.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Things = SetOf(
        "table", "tables", "relation", "column", "columns", "field", "fields", "key", "keys", "index", "constraint", "sequence", "schema", "view", "database", "db",
        "collection", "keyspace", "tablespace", "user", "username", "role", "account", "topic", "queue", "exchange",
        "vhost", "bucket", "blob", "container", "pod", "node", "host", "hostname", "service", "client", "proxy", "model", "deployment", "module",
        "package", "class", "property", "attribute", "parameter", "param", "argument", "method", "function", "entity",
        "object", "route", "tenant", "organization", "project", "consumer", "partition", "shard", "alias", "bean", "named", "near", "bundle",
        "lockkeys", "record", "ns", "template", "plugin", "channel", "namespace", "datasource", "placeholder", "string",
        "subject", "stream", "release", "pods", "deployments", "apps", "worker", "instance", "replica", "org", "task", "workspace", "measurement", "group", "repository", "branch");

    /// <summary>The same in Chinese, right before the name or its bracket.</summary>
    private static readonly string[] ChineseThings =
    [
        "表", "列", "字段", "用户", "数据库", "关系", "约束", "索引", "主键", "键", "主题", "队列", "主机", "模型", "参数", "属性", "模块", "服务", "实例", "角色",
        "账号", "对象", "模块不存在", "文件组", "模式", "变量", "类", "租户", "列名", "库", "值",
    ];

    /// <summary>Words of the error that may stand where a name would.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Ordinary = SetOf(
        "is", "are", "was", "were", "be", "been", "has", "have", "had", "not", "no", "does", "do", "did", "can", "cannot", "could", "may", "must", "should",
        "will", "would", "of", "in", "on", "at", "to", "for", "from", "with", "by", "and", "or", "but", "as", "if", "the", "a", "an", "this",
        "that", "it", "its", "name", "names", "id", "ids", "value", "values", "type", "error", "errors", "failed", "failure", "full", "locked", "lock",
        "exists", "exist", "missing", "required", "invalid", "unknown", "already", "disabled", "unavailable", "available", "expired", "denied",
        "connection", "connections", "timeout", "limit", "size", "file", "data", "account", "quota", "deadlock", "null", "none", "true", "false",
        "undefined", "empty", "closed", "down", "unreachable", "refused", "overloaded", "busy", "found", "exceeded", "out", "when", "while",
        "during", "after", "before", "because", "due", "violation", "space", "memory", "disk", "token", "password", "key", "using", "than", "too",
        "version", "index", "list", "object", "string", "number", "class", "method", "server", "error", "host", "you", "your", "we", "please", "try",
        "request", "requests", "response", "responses", "process", "recursion", "conversion", "literal", "adapter", "rejected", "reached", "query", "queries",
        "operation", "session", "transaction", "transactions", "settings", "configuration", "config", "driver", "engine", "input", "output", "code", "length",
        "state", "status", "mode", "level", "call", "calls", "access", "permission", "permissions", "definition", "metadata", "schema", "system", "service",
        "services", "application", "variable", "variables", "field", "fields", "column", "columns", "table", "tables", "topic", "read-only", "capacity",
        "resource", "resources", "exception", "content", "and/or", "sign-in", "log-in", "sign-up", "in-use", "credentials", "login", "input", "format", "message", "messages",
        "row", "rows", "entry", "entries", "module", "overflow", "exhausted", "corrupt", "corrupted", "corruption", "mismatch", "scan", "lookup", "full", "creation");

    /// <summary>
    /// Words that say what is wrong where an error quotes them: types, methods, encodings, schemes.
    /// </summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Telling = SetOf(
        "str", "string", "int", "integer", "float", "double", "decimal", "number", "numeric", "bool", "boolean", "bytes", "byte", "char", "varchar",
        "text", "list", "dict", "tuple", "array", "object", "set", "map", "none", "nonetype", "null", "nil", "undefined", "nan", "date", "datetime",
        "timestamp", "bigint", "long", "short", "uuid", "json", "jsonb", "void", "function", "int32", "int64", "nilclass", "true", "false",
        "get", "post", "put", "patch", "delete", "head", "options", "trace", "utf-8", "utf8", "utf8mb4", "ascii", "latin-1", "latin1", "gbk", "gb2312",
        "utf-16", "unicode", "application/json", "application/xml", "text/xml", "text/plain", "text/html", "multipart/form-data",
        "application/x-www-form-urlencoded", "bearer", "basic", "system", "user", "assistant", "tool", "tool_calls", "error", "errors", "message",
        "detail", "code", "msg", "content-type", "authorization", "content-length", "no", "yes", "on", "off", "deadlock", "timeout", "token",
        "panic", "jwt", "api", "uid", "kafka", "redis", "mysql", "mongodb", "rabbitmq", "rocketmq", "dubbo", "nacos", "sql", "http", "https", "tcp", "url",
        "kingbasees", "id", "key", "oom", "gpu", "cpu", "llm", "ssl", "tls", "dns");

    /// <summary>Names that forms and tables everywhere have.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Fields = SetOf(
        "email", "mail", "phone", "mobile", "name", "username", "nickname", "title", "address", "amount", "status", "sku", "channel", "category", "price",
        "quantity", "qty", "age", "gender", "birthday", "city", "country", "zip", "zipcode", "postcode", "remark", "comment", "description",
        "content", "number", "count", "currency", "date", "startdate", "enddate", "slug", "url");

    /// <summary>What may be not found because the service is wrong, not because somebody's record is gone.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Parts = SetOf(
        "page", "file", "files", "endpoint", "document", "certificate", "handler", "driver", "image", "item", "entity", "entities", "rows", "row", "result", "results",
        "session", "controller", "action", "template", "symbol", "library", "interpreter", "executable", "address", "domain", "plugin", "bean", "object", "record",
        "records", "documents", "credentials", "provider", "function", "member", "upstream", "cluster", "deployment", "model", "match", "matches", "path", "url", "task",
        "broker", "replica", "slot", "process", "thread", "line", "step", "stage", "version", "port", "peer", "leader");

    /// <summary>Parts of an option's name, and of names that belong to the cause itself.</summary>
    private static readonly string[] Settings =
    [
        "max", "min_", "_min", "limit", "size", "timeout", "enable", "disable", "allow", "read_only", "_mode", "pool", "token", "secret", "password", "signature",
        "api_key", "apikey", "api-key", "authorization", "csrf", "auth",
    ];

    public static bool IsThing(ReadOnlySpan<char> word) => Things.Contains(word);

    public static bool IsOrdinary(ReadOnlySpan<char> word) => Ordinary.Contains(word);

    public static bool IsTelling(ReadOnlySpan<char> word) => Telling.Contains(word);

    public static bool IsField(ReadOnlySpan<char> word) => Fields.Contains(word);

    public static bool IsPart(ReadOnlySpan<char> word) => Parts.Contains(word);

    /// <summary>Whether the text ends by saying, in Chinese, what the name after it is.</summary>
    public static bool EndsWithChineseThing(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[^1] < '\u4e00')
        {
            return false;
        }

        foreach (var thing in ChineseThings)
        {
            if (text.EndsWith(thing, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsSetting(ReadOnlySpan<char> name)
    {
        foreach (var setting in Settings)
        {
            if (name.Contains(setting, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> SetOf(params string[] words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
