using System.Net;
using Gateway.Modules.Admin;
using Gateway.Modules.Contracts;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;

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
    public void Decide_NoKeyTraceOfAnother_IsLocalOnly(string header, string value)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Request.Headers[header] = value;
        Assert.That(Decide(null, request), Is.EqualTo(AdminVerdict.LocalOnly));
    }

    [TestCase("X-Admin-Key", Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "Bearer " + Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "bearer " + Key, AdminVerdict.Allowed)]
    [TestCase("Authorization", "Basic " + Key, AdminVerdict.KeyRequired)]
    [TestCase("Authorization", Key, AdminVerdict.KeyRequired)]
    [TestCase("X-Admin-Key", "0123456789abcdeF", AdminVerdict.KeyRequired)]
    [TestCase("X-Admin-Key", "0123456789abcde", AdminVerdict.KeyRequired)]
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
        var access = new AdminAccess(options);
        var request = Request("10.0.0.7", "gateway.example");
        request.Request.Headers["X-Admin-Key"] = Key;
        options.Set(new GatewayOptions { Admin = new() { ApiKey = "another-key-of-16" } });
        Assert.That(access.Decide(request), Is.EqualTo(AdminVerdict.KeyRequired));
    }

    private static AdminVerdict Decide(string? key, HttpContext context) =>
        new AdminAccess(new FixedOptions(new GatewayOptions { Admin = new() { ApiKey = key } })).Decide(context);

    private static DefaultHttpContext Request(string? remote, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        return context;
    }
}
