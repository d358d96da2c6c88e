namespace Gateway.Tests.ErrorText.Masking;

internal sealed class MaskerTests
{
    [TestCase("17 of 1,234.5 rows, 3.14 ratio, -5 left, 1e-9", "{n} of {n} rows, {n} ratio, {n} left, {n}")]
    [TestCase("after 30s, 4.87s, 1m30.5s or 250ms; 8192MB at 95%", "after {n}s, {n}s, {n}s or {n}ms; {n}MB at {n}%")]
    [TestCase("exceeded quota: limits.cpu=1500m,requests.memory=2Gi; limits.cpu=2,requests.memory=2048Mi",
        "exceeded quota: limits.cpu={n},requests.memory={n}; limits.cpu={n},requests.memory={n}")]
    [TestCase("carrier='AB' delayed=False, retry=true; it is true", "carrier='{q}' delayed={q}, retry={q}; it is true")]
    [TestCase("ids [17, 18, 19] and (1,2,3)", "ids [{n}] and ({n})")]
    [TestCase("object 0x7ffee4c0 in deadbeef12345678 and da39a3ee5e6b4b0d3255bfef95601890afd80709", "object {hex} in {hex} and {hex}")]
    [TestCase("request 550e8400-e29b-41d4-a716-446655440000 and req-550E8400-E29B-41D4-A716-446655440000", "request {uuid} and req-{uuid}")]
    [TestCase("from 10.0.0.1:5432 to [2001:db8::17]:443, ::1 and fe80::1%eth0.", "from {ip} to {ip} and {ip}.")]
    [TestCase("at 2024-05-02T10:11:12.123Z, 2024-05-02 10:11:12,123, 02/May/2024:10:11:12 +0000, 10:11:12", "at {ts}")]
    [TestCase("Signature expired: 20240502T101112Z is earlier", "Signature expired: {ts} is earlier")]
    [TestCase("on Thu, 02 May 2024 10:11:12 GMT or Thu May 2 10:11:12 2024", "on {ts} or {ts}")]
    [TestCase("GET https://shop.example.com/orders/17?token=abc failed (see http://x.io/a).", "GET {url} failed (see {url}).")]
    [TestCase("getaddrinfo ENOTFOUND db-3.prod.internal, cache.prod:6379 and localhost:8080", "getaddrinfo ENOTFOUND {host} and {host}")]
    [TestCase("open /var/log/app/x.log: no such file, src/pay/charge.py", "open {path}: no such file, {path}")]
    [TestCase("Cannot GET /api/orders/17", "Cannot GET {path}")]
    [TestCase("mail to jane.doe+x@example.com bounced", "mail to {mail} bounced")]
    [TestCase("Duplicate entry 'bob17-2024' for key 'PRIMARY'", "Duplicate entry '{q}' for key '{q}'")]
    [TestCase("could not parse filter expression near 'maple'", "could not parse filter expression near '{q}'")]
    [TestCase("password authentication failed for user \"jane\"", "password authentication failed for user \"{q}\"")]
    [TestCase("Key (email)=(Jane Doe) already exists.", "Key ({name})=({q}) already exists.")]
    [TestCase("DETAIL: Failing row contains (17, Jane Doe, null).", "DETAIL: Failing row contains ({q}).")]
    [TestCase("ERROR: permission denied for table ticket", "ERROR: permission denied for table {name}")]
    [TestCase("User readonly already has more than 'max_user_connections' active connections",
        "User {name} already has more than 'max_user_connections' active connections")]
    [TestCase("ORA-12899: value too large for column \"APP\".\"T_PAYMENT\".\"TITLE\"",
        "ORA-12899: value too large for column \"{q}\".\"{q}\".\"{q}\"")]
    [TestCase("ORA-01653: 表 APP.CUSTOMERS 无法扩展; 列[ORDER_NO]长度超出定义", "ORA-01653: 表 {name} 无法扩展; 列[{name}]长度超出定义")]
    [TestCase("(Connection: mysql, SQL: insert into `orders` (`name`) values (quartz)) failed", "(Connection: mysql, SQL: {sql}) failed")]
    [TestCase("bad SQL grammar [select * from t_orders where id = ?]; nested", "bad SQL grammar [{sql}]; nested")]
    [TestCase("E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"x@y.io\" }",
        "E11000 duplicate key error collection: {name} index: {name} dup key: { {name}: \"{q}\" }")]
    [TestCase("OrderClient#load(Long) timed-out and fallback failed", "{name}(Long) timed-out and fallback failed")]
    [TestCase("Target class [TicketController] does not exist.", "Target class [{name}] does not exist.")]
    [TestCase("LinkedHashMap cannot be cast to com.acme.dto.OrderDTO", "LinkedHashMap cannot be cast to {name}")]
    [TestCase("The model gpt-4o-mini, claude-3-5-sonnet-20241022 or qwen2.5-72b-instruct does not exist",
        "The model {model} or {model} does not exist")]
    [TestCase("The user_id has already been taken. email must be unique; TypeError: order.map is not a function",
        "The {name} has already been taken. {name} must be unique; TypeError: {name} is not a function")]
    [TestCase("no value for key \\\"category_id\\\" given", "no value for key \\\"{q}\\\" given")]
    [TestCase("Failed to connect to /10.11.12.13:8099", "Failed to connect to /{ip}")]
    [TestCase("Lcobucci\\JWT\\ConstraintsViolated: The token", "ConstraintsViolated: The token")]
    [TestCase("FileNotFoundException: vertex.json: open failed: ENOENT", "FileNotFoundException: {path}: open failed: ENOENT")]
    [TestCase("数据库 'billing' 的事务日志已满，原因为“LOG_BACKUP”。", "数据库 '{q}' 的事务日志已满，原因为“LOG_BACKUP”。")]
    [TestCase("worker-7 on node_3 of HikariPool-1, Order@4e25154f", "worker-{n} on node_{n} of HikariPool-{n}, Order@{hex}")]
    [TestCase("order ord_8fk2Lq91 unknown", "order ord_{token} unknown")]
    public void Mask_Values_BecomePlaceholders(string text, string expected) =>
        Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(expected));

    [TestCase("40P01: deadlock detected")]
    [TestCase("08006: connection failure")]
    [TestCase("SQLSTATE[HY000] [2002] Connection refused", "SQLSTATE[HY000] [{n}] Connection refused")]
    [TestCase("Error 1213 (40001): Deadlock found")]
    [TestCase("(1213, 'Deadlock found')")]
    [TestCase("ORA-00060: deadlock detected while waiting for resource")]
    [TestCase("SQL0911N The current transaction has been rolled back")]
    [TestCase("SqlException (0x80131904): Timeout expired")]
    [TestCase("connect ECONNREFUSED, errno 111")]
    [TestCase("HTTP 503, status code 502, 404 Not Found")]
    [TestCase("ER_LOCK_DEADLOCK in NullReferenceException from Int32 to base64 over HTTP2 with sha256")]
    [TestCase("and/or text/plain and TCP/IP don't matter: what's \"a word\" is 'a word'")]
    [TestCase("事务被死锁, 请重试")]
    [TestCase("invalid token: expired")]
    [TestCase("(using password: YES) JWT::ExpiredSignature")]
    [TestCase("Bearer authentication is required")]
    [TestCase("SG.")]
    [TestCase("P2002, Msg 547: 404 page not found")]
    [TestCase("user sign-in failed; OOM command not allowed when used memory > 'maxmemory'. script stopped")]
    [TestCase("Please select one from the list")]
    [TestCase("cannot execute UPDATE in a read-only transaction; database is locked, the table is full")]
    [TestCase("invalid string: the model's server(s) didn't respond during the login process")]
    [TestCase("unsupported operand type(s) for +: 'int' and 'str'; 'NoneType' object is not iterable")]
    [TestCase("'java.lang.String' to required type 'java.util.Date', method 'PUT', charset 'gbk'")]
    [TestCase("token is required; signature is invalid; API key is missing; Node.js HttpClient")]
    public void Mask_WordsAndCodes_Stay(string text, string? expected = null) =>
        Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(expected ?? text));

    [Test]
    public void Mask_ExceptionType_LosesItsNamespaceOnly() =>
        Assert.That(ErrorTexts.Masker.Mask("org.elasticsearch.client.transport.NoNodeAvailableException: none"),
            Is.EqualTo("NoNodeAvailableException: none"));

    [TestCase("Incorrect API key provided: sk-{0}", "a8Kq2Lw9ZxT4bNmR7vYc")]
    [TestCase("key sk-proj-{0} revoked", "AbCdEf12_GhIjKl34-MnOpQr56")]
    [TestCase("bad credentials AKIA{0}", "IOSFODNN7EXAMPLE")]
    [TestCase("token ghp_{0} expired", "16C7e42F292c6912E7710c838347Ae178B4a")]
    [TestCase("slack xoxb-{0}", "123456789012-abcdefGHIJKL")]
    [TestCase("google AIza{0}", "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe")]
    [TestCase("jwt eyJhbGciOiJIUzI1NiJ9.{0}", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U")]
    [TestCase("header Authorization: Bearer {0} refused", "abc123def456")]
    [TestCase("header Authorization: Basic {0} refused", "dXNlcjpwYXNz")]
    [TestCase("got 'Bearer {0}'", "mF_9.B5f-4.1JqM")]
    [TestCase("Server=db;User Id=sa;Password={0};Encrypt=true", "hunter")]
    [TestCase("Server=db;User Id={0};Encrypt=true", "janedoe")]
    [TestCase("url /login?password={0}&x=1 failed", "hunterhunter")]
    [TestCase("payload {\"password\":\"{0}\",\"a\":1} rejected", "correct horse battery")]
    [TestCase("payload {\\\"api_key\\\":\\\"{0}\\\"} rejected", "k1l2m3n4")]
    [TestCase("run with --password {0} now", "hunter")]
    [TestCase("secret: {0}", "opensesame")]
    [TestCase("client_secret={0}", "opensesame")]
    [TestCase("session=id-{0} gone", "zzyzx99")]
    [TestCase("Cookie: theme=dark; sid={0}; x=y", "plainletters")]
    [TestCase("aws wJalrXUtnFEMI/K7MDENG/{0}", "bPxRfiCYEXAMPLEKEY9a")]
    [TestCase("AccountKey={0}==;EndpointSuffix=x", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq")]
    [TestCase("postgres://app:{0}@db.internal:5432/shop refused", "hunter")]
    [TestCase("-----BEGIN RSA PRIVATE KEY----- {0} -----END RSA PRIVATE KEY----- rejected", "MIIEpAIB AAKC qwertz")]
    [TestCase("user {0} not found", "jane.doe@example.com")]
    [TestCase("card {0} declined", "4111 1111 1111 1111")]
    [TestCase("hash {0} mismatch", "5f4dcc3b5aa765d61d8327deb882cf99")]
    [TestCase("Login failed for user '{0}'.", "CORP\\jane")]
    [TestCase("random {0} here", "aGVsbG8gd29ybGQgdGhpcyBpcyBsb25nZXI5")]
    public void Mask_Secret_DoesNotSurvive(string template, string secret)
    {
        var masked = ErrorTexts.Masker.Mask(template.Replace("{0}", secret, StringComparison.Ordinal));

        Assert.That(masked, Does.Not.Contain(secret));
        foreach (var piece in secret.Split(' ', '.', '-', '/').Where(p => p.Length > 3))
        {
            Assert.That(masked, Does.Not.Contain(piece), masked);
        }
    }
}
