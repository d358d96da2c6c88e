using System.Net;
using Gateway.Modules.Admin.Access;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Admin;

public sealed class AdminAccessTests
{
    private const string Key = "0123456789abcdef";

    [TestCase("127.0.0.1", "localhost")]
    [TestCase("127.0.0.1", "LocalHost:8080")]
    [TestCase("127.8.9.1", "127.0.0.1:8080")]
    [TestCase("::1", "[::1]:8080")]
    [TestCase("::ffff:127.0.0.1", "127.0.0.1")]
    [TestCase("::ffff:127.0.0.2", "127.0.0.1")]
    public void Decide_NoKeyDirectLocalCaller_IsAllowed(string remote, string host)
    {
        Assert.That(Decide(null, Request(remote, host)), Is.EqualTo(AdminVerdict.Allowed));
    }

    [TestCase("10.0.0.7", "localhost")]
    [TestCase("::ffff:10.0.0.7", "localhost")]
    [TestCase("2001:db8::1", "[::1]")]
    [TestCase(null, "localhost")]
    [TestCase("127.0.0.1", "gateway.example")]
    [TestCase("127.0.0.1", "localhost.example")]
    [TestCase("127.0.0.1", "rebind.localhost")]
    [TestCase("127.0.0.1", "0.0.0.0")]
    [TestCase("127.0.0.1", "10.0.0.7:8080")]
    [TestCase("127.0.0.1", "")]
    public void Decide_NoKeyOtherCallerOrHost_IsLocalOnly(string? remote, string host)
    {
        Assert.That(Decide(null, Request(remote, host)), Is.EqualTo(AdminVerdict.LocalOnly));
    }

    [TestCase("Forwarded", "for=127.0.0.1")]
    [TestCase("forwarded", "")]
    [TestCase("X-Forwarded-For", "127.0.0.1")]
    [TestCase("x-forwarded-host", "localhost")]
    [TestCase("X-Forwarded-Anything", "1")]
    [TestCase("X-Original-For", "127.0.0.1:5000")]
    [TestCase("X-Original-Host", "localhost")]
    [TestCase("Via", "1.1 proxy")]
    [TestCase("Origin", "http://localhost:8080")]
    [TestCase("Origin", "null")]
    [TestCase("X-Real-IP", "203.0.113.9")]
    [TestCase("x-client-ip", "203.0.113.9")]
    [TestCase("True-Client-IP", "203.0.113.9")]
    [TestCase("CF-Connecting-IP", "203.0.113.9")]
    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    public void Decide_NoKeyTraceOfAnother_IsLocalOnly(string header, string value)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Request.Headers[header] = value;
        Assert.That(Decide(null, request), Is.EqualTo(AdminVerdict.LocalOnly));
    }

    [TestCase("X-Admin-Key", Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "Bearer " + Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "Bearer nope", AdminVerdict.WrongKey)]
    [TestCase("Authorization", "bearer " + Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "Basic " + Key, AdminVerdict.KeyRequired)]
    [TestCase("Authorization", Key, AdminVerdict.KeyRequired)]
    [TestCase("X-Admin-Key", "0123456789abcdeF", AdminVerdict.WrongKey)]
    [TestCase("X-Admin-Key", "0123456789abcde", AdminVerdict.WrongKey)]
    [TestCase("X-Admin-Key", "", AdminVerdict.KeyRequired)]
    [TestCase("X-Other", Key, AdminVerdict.KeyRequired)]
    public void Decide_WithKey_OnlyTheKeyCounts(string header, string value, object verdict)
    {
        foreach (var remote in new[] { "127.0.0.1", "10.0.0.7" })
        {
            var request = Request(remote, "gateway.example");
            request.Request.Headers[header] = value;
            Assert.That(Decide(Key, request), Is.EqualTo(verdict));
        }
    }

    [Test]
    public void Decide_KeyChanges_TheNewOneCountsAtOnce()
    {
        var options = new FixedOptions(new GatewayOptions { Admin = new() { ApiKey = Key } });
        var access = AccessTo(options);
        var request = Request("10.0.0.7", "gateway.example");
        request.Request.Headers["X-Admin-Key"] = Key;
        options.Set(new GatewayOptions { Admin = new() { ApiKey = "another-key-of-16" } });
        Assert.That(access.Decide(request), Is.EqualTo(AdminVerdict.WrongKey));
    }

    [Test]
    public void Decide_OldProtocolOfAProxy_IsLocalOnly()
    {
        var request = Request("127.0.0.1", "127.0.0.1:8080");
        request.Request.Protocol = "HTTP/1.0";
        Assert.That(Decide(null, request), Is.EqualTo(AdminVerdict.LocalOnly));
    }

    [TestCase("Sec-Fetch-Site", "none")]
    [TestCase("Sec-Fetch-Site", "same-origin")]
    [TestCase("Connection", "close")]
    public void Decide_NoKeyHarmlessHeader_IsAllowed(string header, string value)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Request.Headers[header] = value;
        Assert.That(Decide(null, request), Is.EqualTo(AdminVerdict.Allowed));
    }

    [TestCase("PUT")]
    [TestCase("POST")]
    [TestCase("DELETE")]
    public void Decide_NoKeyDirectLocalWrite_NeedsTheKeyOfThisProcess(string method)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Request.Method = method;
        Assert.That(Decide(null, request), Is.EqualTo(AdminVerdict.KeyRequired));
    }

    [Test]
    public void Key_DataFolder_KeepsItForItsOwnerOnlyAndTheNextProcessHasTheSame()
    {
        using var folder = new ConfigurationFolder("{}");
        var root = new ContentRoot(Path.GetDirectoryName(folder.FilePath)!);
        Directory.CreateDirectory(root.Resolve("data"));
        var console = new FakeConsole();
        var first = new AdminKey(new FixedOptions().Section<AdminOptions>(), root, console).Current;
        var second = new AdminKey(new FixedOptions().Section<AdminOptions>(), root, console).Current;
        Assert.That(second, Is.EqualTo(first));
        Assert.That(console.Lines[0], Does.Contain(first));
        Assert.That(console.Lines[1], Does.Contain("admin.key").And.Not.Contain(first), "printed once");
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(root.Resolve("data/admin.key")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    private static AdminVerdict Decide(string? key, HttpContext context) =>
        AccessTo(new FixedOptions(new GatewayOptions { Admin = new() { ApiKey = key } })).Decide(context);

    private static AdminAccess AccessTo(FixedOptions whole) => AccessTo(whole.Section<AdminOptions>());

    private static AdminAccess AccessTo(IOptionsMonitor<AdminOptions> options) =>
        new(options, new AdminKey(options, new ContentRoot(Path.GetTempPath()), new FakeConsole()));

    private static DefaultHttpContext Request(string? remote, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Method = "GET";
        context.Request.Host = new HostString(host);
        return context;
    }
}
