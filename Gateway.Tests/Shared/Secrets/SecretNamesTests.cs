using Gateway.Modules.Shared.Secrets;


namespace Gateway.Tests.Shared.Secrets;

internal sealed class SecretNamesTests
{
    [Test]
    public void Matches_WordThatIsSecret_Does(
        [Values("apiKey", "api_key", "apikey", "APIKey", "X-Api-Key", "subscription-key", "Ocp-Apim-Subscription-Key", "access_token",
            "accessToken", "ACCESS-TOKEN",
            "auth", "authCode", "X-Auth-Token", "key", "X-Key", "token", "tokens", "page_token", "sessionId", "session", "sessionid",
            "PHPSESSID_session", "client_secret",
            "clientsecret", "userEmail", "useremail", "email", "emails[]", "filter[email]", "phone_number", "phonenumber", "phone", "card",
            "cardNumber", "cardnumber",
            "credit_card", "pin", "pin_code", "user_pass", "password", "newPassword2", "X-Amz-Signature", "sig", "first_name", "lastname",
            "userName", "username", "user_name", "dateOfBirth",
            "code_verifier", "AWSAccessKeyId", "oauth_nonce", "otp", "tax_id", "account_number")] string name) =>
        Assert.That(SecretNames.Matches(name, new()), Is.True);

    [Test]
    public void Matches_WordThatOnlyContainsOne_DoesNot(
        [Values("keyword", "keywords", "author", "authority", "authored_by", "max_tokens", "maxTokens", "max_completion_tokens",
            "token_count", "prompt_tokens", "token_type", "sort_key",
            "sortKey", "group_key", "session_count", "session_type", "num_sessions", "monkey", "turkey", "hockey", "shipping", "pinned",
            "spin", "cardinality", "keyboard", "discard",
            "postcard", "wildcard", "cardiology", "passenger", "compass", "bypass", "passive", "secretary", "tokenizer", "cookies_count",
            "mailing", "card_type", "email_verified",
            "auth_method", "design", "signal", "assigned", "format", "model", "id", "user_id", "name", "code", "number", "q",
            "v1")] string name) =>
        Assert.That(SecretNames.Matches(name, new()), Is.False);

    [TestCase("nationalId", true)]
    [TestCase("NATIONAL", true)]
    [TestCase("international", false)]
    [TestCase("blood_group", true)]
    [TestCase("bloodGroup", true)]
    [TestCase("blood", false)]
    public void Matches_ConfiguredWords_AreTakenByWordToo(string name, bool expected) =>
        Assert.That(SecretNames.Matches(name, new DimensionsOptions { SecretNames = ["National", "blood_group"] }), Is.EqualTo(expected));

    [TestCase("page_token", false)]
    [TestCase("PAGE_TOKEN", false)]
    [TestCase("page_token2", true)]
    public void Matches_AllowedName_DoesNot(string name, bool expected) =>
        Assert.That(SecretNames.Matches(name, new DimensionsOptions { AllowedNames = ["page_token"], SecretNames = ["page"] }),
            Is.EqualTo(expected));
}
