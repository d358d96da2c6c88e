namespace Gateway.Tests.ErrorText;

/// <summary>More secrets and personal numbers, made up, of issuers and drivers that <see cref="FiftySecretsTests"/> does not have.</summary>
internal sealed class ThirtySecretsTests
{
    [TestCase("signature header {0} does not match", "t=1492774577,v1=" + "5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd")]
    [TestCase("twilio key {0} unknown", "SK" + "5f4dcc3b5aa765d61d8327deb882cf99")]
    [TestCase("no service for hooks.slack.com/services/{0}", "T024BE7LD/B0123ABCD/" + "XyZaBcDeFgHiJkLmNoPqRsTu")]
    [TestCase("deploy token {0} revoked", "gldt-" + "a1B2c3D4e5F6g7H8i9J0")]
    [TestCase("//registry.npmjs.org/:_authToken={0}", "npmplainletters")]
    [TestCase("blob?sv=2022-11-02&sp=rl&sig={0} expired", "Tk9UUkVBTExZQVNJR05BVFVSRQ%3D%3D")]
    [TestCase("SharedAccessKeyName=Root;SharedAccessKey={0}", "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6")]
    [TestCase("service account key {0} disabled", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ")]
    [TestCase("bot token {0} is unauthorized", "110201543:" + "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")]
    [TestCase("discord rejected {0}", "MTAxMjM0NTY3ODkwMTIzNDU2." + "GabcDE.aBcDeFgHiJkLmNoPqRsTuVwXyZ012345")]
    [TestCase("vault: permission denied for {0}", "hvs." + "CAESIJlbwxbcdefGhijKLMnopQRstuv")]
    [TestCase("proxy http://svc:{0}@proxy.corp:3128 refused", "proxyletters")]
    [TestCase("Data Source=db;User ID=sa;PWD={0};", "plainletters")]
    [TestCase("host=db user=app password='{0}' dbname=x", "it is secret")]
    [TestCase("Driver={ODBC Driver 17};Uid=app;Pwd={{0}};Server=x", "semi;colon;word")]
    [TestCase("jdbc:oracle:thin:scott/{0}@db:1521/ORCL", "tigertiger")]
    [TestCase("curl -u admin:{0} failed", "hunterhunter")]
    [TestCase("X-Amz-Security-Token={0}&X-Amz-Date=1", "FwoGZXIvYXdzEBYaDHqa0AP1%2Fabcdefgh")]
    [TestCase("jwe {0} cannot be decrypted", "eyJhbGciOiJSU0EtT0FFUCJ9.OKOawDo13gRp2ojaHV7LFp.48V1_ALb6US04U3b.5eym8TW_c8SuK0lt")]
    [TestCase("Your verification code is {0}, valid for 5 minutes", "493817")]
    [TestCase("验证码：{0} 已过期", "a8Kq2L")]
    [TestCase("密码：{0} 错误", "hunterword")]
    [TestCase("口令={0}", "letmeinplease")]
    [TestCase("卡号{0}无效", "6222021234567890123")]
    [TestCase("IBAN {0} invalid", "GB29NWBK60161331926819")]
    [TestCase("SSN {0} does not match", "078-05-1120")]
    [TestCase("身份证{0}错误", "11010519491231002X")]
    [TestCase("oauth secret {0} wrong", "GOCSPX-" + "aBcDeFgHiJkLmNoPqRsTuVwX")]
    [TestCase("access key {0} not found", "LTAI" + "5tAbCdEfGhIjKlMnOpQr")]
    [TestCase("JSESSIONID={0} expired", "abcdefplain")]
    public void Mask_Secret_DoesNotSurvive(string text, string secret)
    {
        var masked = ErrorTexts.Masker.Mask(text.Replace("{0}", secret, StringComparison.Ordinal));

        Assert.That(masked, Does.Not.Contain(secret));
        foreach (var piece in secret.Split(' ', '.', '-', '/', '_', ';', ':').Where(p => p.Length >= 4))
        {
            Assert.That(masked, Does.Not.Contain(piece), masked);
        }
    }
}
