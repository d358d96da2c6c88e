namespace Gateway.Tests.ErrorText;

/// <summary>Secrets of the usual forms, made up, in the envelopes they come in: none survives, wherever in the text it stands.</summary>
internal sealed class FiftySecretsTests
{
    /// <summary>What is around the secret, and the secret. Split where a scanner for leaked keys would take offence.</summary>
    private static readonly (string Text, string Secret)[] Secrets =
    [
        ("Incorrect API key provided: {0}. You can find your key in your account", "sk-" + "a8Kq2Lw9ZxT4bNmR7vYcD3eF"),
        ("invalid x-api-key {0}", "sk-ant-" + "api03-Zx81kLmNqP_r5TuVwXyZ-AbCdEf"),
        ("key {0} was revoked", "sk-proj-" + "AbCdEf12_GhIjKl34-MnOpQr56"),
        ("The security token {0} included in the request is invalid", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("temporary credentials {0} expired", "ASIA" + "Y34FZKBOKMUTVV7A"),
        ("aws_secret_access_key={0}", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("X-Amz-Signature={0}&x=1", "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
        ("bad credentials: {0}", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
        ("token {0} lacks scope", "github_pat_" + "11ABCDE0Y0abcdefghij_KLMNOPqrstuv"),
        ("gitlab rejected {0}", "glpat-" + "x8Jk2LmNoPqRsTuVwXyZ"),
        ("slack said invalid_auth for {0}", "xoxb-" + "123456789012-abcdefGHIJKL"),
        ("google: API key not valid: {0}", "AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe"),
        ("oauth token {0} expired", "ya29." + "a0AfH6SMBx7-kQ9zLmN3pR"),
        ("stripe: Invalid API Key provided: {0}", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
        ("restricted key {0}", "rk_test_" + "51H8xYzAbCdEfGhIjKl"),
        ("sendgrid {0} unauthorized", "SG." + "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf"),
        ("huggingface token {0}", "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYz12"),
        ("npm publish with {0} failed", "npm_" + "a1B2c3D4e5F6g7H8i9J0k1L2"),
        ("pypi upload {0}", "pypi-" + "AgEIcHlwaS5vcmcCJGY0YjM5"),
        ("digitalocean {0}", "dop_v1_" + "b7d0f5c8a1e24f9c8d3b6a5e4f2c1d0e"),
        ("webhook secret {0} mismatch", "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ("groq key {0}", "gsk_" + "x9YzAbCdEfGhIjKlMnOp12"),
        ("jwt malformed: {0}", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"),
        ("Authorization: Bearer {0}", "mF_9B5f41JqMx82"),
        ("got header Authorization: Basic {0} instead", "dXNlcjpwYXNzd29yZA"),
        ("Authorization: Digest username={0}", "janeXdoe17"),
        ("Cookie: theme=dark; sid={0}; x=y", "plainletters"),
        ("Set-Cookie: SESSIONID={0}", "c2Vzc2lvbg81"),
        ("Server=db;User Id=sa;Password={0};Encrypt=true", "hunter2hunter"),
        ("jdbc:mysql://db.internal/shop?user=app&password={0}", "Tr0ub4dor"),
        ("postgres://app:{0}@db.internal:5432/shop refused", "hunterhunter"),
        ("mongodb+srv://root:{0}@cluster0.ab1cd.mongodb.net/test", "s3cretPw"),
        ("redis://:{0}@cache:6379/0 not reachable", "redispass99"),
        ("amqp://guest:{0}@mq:5672/ closed", "rabbitPass1"),
        ("payload {\"password\":\"{0}\",\"a\":1} rejected", "correct horse battery"),
        ("payload {'passwd': '{0}'} rejected", "opensesame"),
        ("payload {\\\"api_key\\\":\\\"{0}\\\"} rejected", "k1l2m3n4o5"),
        ("client_secret={0}&grant_type=x", "opensesameopen"),
        ("refresh_token={0}", "1//0gLongRefreshTok3n"),
        ("access_token: {0}", "EAACEdEose0cBAx81"),
        ("run with --password {0} now", "hunterxyz"),
        ("env DB_PASSWORD={0} set", "letmein123"),
        ("AccountKey={0}==;EndpointSuffix=core", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq"),
        ("-----BEGIN RSA PRIVATE KEY----- {0} -----END RSA PRIVATE KEY-----", "MIIEpAIBAAKCAQEAqwertz"),
        ("-----BEGIN OPENSSH PRIVATE KEY----- {0}", "b3BlbnNzaC1rZXktdjEAAAAA"),
        ("random key {0} here", "aGVsbG8gd29ybGQgdGhpcyBpcyBsb25nZXI5"),
        ("otp: {0} is wrong", "493817"),
        ("card {0} declined", "4111 1111 1111 1111"),
        ("signature={0} does not match", "q83vEjRWeJCrze8SNFZ4kA"),
        ("https://api.example.com/v1/orders?api_key={0} failed", "q1w2e3r4t5"),
    ];

    [Test]
    public void Secrets_AreFifty() => Assert.That(Secrets.Select(s => s.Secret).Distinct().Count(), Is.EqualTo(50));

    [Test]
    public void Read_SecretInAnyEnvelope_DoesNotSurvive([Range(0, 49)] int index)
    {
        var (text, secret) = Secrets[index];
        var message = text.Replace("{0}", secret, StringComparison.Ordinal);
        var json = System.Text.Json.JsonSerializer.Serialize(message);
        string[] bodies =
        [
            message,
            $"{{\"error\":{{\"message\":{json}}}}}",
            $"{{\"error\":{{\"message\":{json[..^1]}",
            $"<html><body><h1>Error</h1><p>It happened that {System.Net.WebUtility.HtmlEncode(message)}</p></body></html>",
            $"event: error\ndata: {{\"error\":{{\"message\":{json}}}}}\n\n",
            $"java.lang.RuntimeException: outer\n\tat a.B.c(B.java:1)\nCaused by: java.lang.Exception: {message}\n\tat d.E.f(E.java:2)",
            $"{string.Join(' ', Enumerable.Repeat("filler", 90))} {message} {string.Join(' ', Enumerable.Repeat("after", 200))}",
        ];
        foreach (var body in bodies)
        {
            var masked = ErrorTexts.Of(body).Masked;
            Assert.That(masked, Does.Not.Contain(secret), body);
            foreach (var piece in secret.Split(' ', '.', '-', '/', '_').Where(p => p.Length >= 6))
            {
                Assert.That(masked, Does.Not.Contain(piece), body);
            }
        }

        Assert.That(ErrorTexts.Masker.Mask(message), Does.Not.Contain(secret));
    }
}
