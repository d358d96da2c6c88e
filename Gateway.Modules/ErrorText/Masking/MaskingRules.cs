using System.Collections.Immutable;
using Gateway.Modules.ErrorText.Masking.Forms;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>The rules of masking, in the order in which they are tried: the most telling first.</summary>
internal static class MaskingRules
{
    public static readonly ImmutableArray<MaskingRule> All = [.. Secrets(), .. Values(), .. Names(), .. Marks()];

    private static Starters NameStarts => Starters.Letters + Starters.Of("_");

    /// <summary>Secrets, and times, which would look like parts of some.</summary>
    private static IEnumerable<MaskingRule> Secrets() =>
    [
        new("time", Placeholders.Time, TimeForms.Starts, (in v) => TimeForms.LengthOf(v.Rest),
            "at ▸2024-05-02T10:11:12.123Z") { OnPlainWords = true },
        new("issuer's key", Placeholders.Token, SecretForms.PrefixStarters, (in v) => SecretForms.PrefixedLength(v.Rest),
            "token ▸ghp_16C7e42F292c6912E7710c838347 expired") { IsSecret = true, OnPlainWords = true },
        new("random key", Placeholders.Token, Starters.Word + Starters.Of("+"), (in v) => RandomForms.LengthOf(in v),
            "random ▸aGVsbG8gd29ybGQgdGhpcyBpcyBsb25nZXI5 here") { IsSecret = true, OnPlainWords = true },
        new("secret after its Chinese name", Placeholders.Token, Starters.Word, (in v) => ProseForms.ChineseLength(in v),
            "密码：▸hunterword 错误") { IsSecret = true, OnPlainWords = true },
        new("password in a sentence", Placeholders.Token, Starters.Word, (in v) => ProseForms.PasswordLength(in v),
            "your password is ▸sunshine") { IsSecret = true, OnPlainWords = true },
        new("credentials in a sentence", Placeholders.Token, Starters.Word, (in v) => ProseForms.CredentialsLength(in v),
            "basic auth ▸admin:sunshine refused") { IsSecret = true, OnPlainWords = true },
        new("Oracle login", Placeholders.Token, Starters.Word, (in v) => ProseForms.OracleLength(in v),
            "jdbc:oracle:thin:▸scott/tigertiger@db:1521/ORCL") { IsSecret = true },
        new("authorization scheme", Placeholders.Token, Starters.Of("bB"), (in v) => SecretForms.Scheme(v.Rest),
            "got ▸Bearer mF_9.B5f-4.1JqM") { IsSecret = true, OnPlainWords = true },
        new("secret after its name", Placeholders.Token, Starters.Word, SecretForms.NamedValue,
            "▸client_secret=opensesame rejected") { IsSecret = true, OnPlainWords = true },
    ];

    /// <summary>Addresses, codes and other values that are told by their form.</summary>
    private static IEnumerable<MaskingRule> Values() =>
    [
        new("URL", Placeholders.Url, Starters.Letters, (in v) => AddressForms.UrlLength(v.Rest),
            "GET ▸https://shop.example.com/orders/17?token=abc failed"),
        new("mail address", Placeholders.Mail, Starters.Word, (in v) => AddressForms.MailLength(v.Rest),
            "mail to ▸jane.doe@example.com bounced") { IsSecret = true },
        new("UUID", Placeholders.Uuid, Starters.Hex, (in v) => AddressForms.UuidLength(v.Rest),
            "request ▸550e8400-e29b-41d4-a716-446655440000"),
        new("IP address", Placeholders.Address, Starters.Hex + Starters.Of(":["), (in v) => AddressForms.IpLength(in v),
            "from ▸10.0.0.1:5432"),
        new("language model", Placeholders.Model, ModelForms.Starts, (in v) => ModelForms.LengthOf(v.Rest),
            "The model ▸gpt-4o-mini does not exist"),
        new("host", Placeholders.Host, Starters.Lower + Starters.Digits + Starters.Of("_"), (in v) => AddressForms.HostLength(v.Rest),
            "getaddrinfo ENOTFOUND ▸db-3.prod.internal"),
        new("error code", null, Starters.Letters + Starters.Digits, (in v) => Taken.Keep(CodeForms.LengthOf(v.Rest)),
            "▸ORA-00060: deadlock detected"),
        new("number that is an error code", null, Starters.Digits, (in v) => Taken.Keep(CodeForms.NumberLength(in v)),
            "HTTP ▸503"),
        new("assigned truth", Placeholders.Quoted, Starters.Of("tTfF"), (in v) => QuoteForms.TruthLength(in v),
            "delayed=▸False gate") { OnPlainWords = true },
        new("SQL statement", Placeholders.Statement, Starters.Of("siudSIUD"), (in v) => SqlForms.LengthOf(in v),
            "bad SQL grammar [▸select * from t_orders where id = ?]") { OnPlainWords = true },
        new("namespace of an error", "", Starters.Word, (in v) => TypeNames.NamespaceLength(v.Rest),
            "▸org.acme.client.NoNodeException: none"),
        new("relative path or file", Placeholders.Path, Starters.Word, (in v) => PathForms.RelativeLength(v.Rest),
            "in ▸src/pay/charge.py"),
    ];

    /// <summary>Names of people and of an application's parts, and numbers, which these may hold.</summary>
    private static IEnumerable<MaskingRule> Names() =>
    [
        new("person by title", Placeholders.Name, Starters.Upper, (in v) => PersonForms.TitledLength(in v),
            "for customer ▸Jane Doe is") { IsSecret = true, OnPlainWords = true },
        new("directory entry", Placeholders.Name, Starters.Of("cCuU"), (in v) => PersonForms.DirectoryEntry(v.Rest),
            "entry ▸cn=Jane Doe,ou=people,dc=acme not bound") { IsSecret = true },
        new("person in a sentence", Placeholders.Name, NameStarts, (in v) => PersonForms.AccountLength(in v),
            "user ▸jdoe is locked") { IsSecret = true, OnPlainWords = true },
        new("name of a thing", Placeholders.Name, NameStarts, (in v) => NameForms.LengthByThing(in v),
            "permission denied for table ▸ticket") { OnPlainWords = true },
        new("name of a Chinese thing", Placeholders.Name, NameStarts, (in v) => NameForms.LengthByChineseThing(in v),
            "列[▸ORDER_NO]长度超出定义") { OnPlainWords = true },
        new("variable", Placeholders.Name, NameStarts, (in v) => NameForms.VariableLength(in v),
            "TypeError: ▸order.map is not a function") { OnPlainWords = true },
        new("field", Placeholders.Name, NameStarts, (in v) => NameForms.FieldLength(in v),
            "The ▸user_id has already been taken") { OnPlainWords = true },
        new("method of a class", Placeholders.Name, Starters.Upper, (in v) => NameForms.MethodLength(v.Rest),
            "▸OrderClient#load(Long) timed-out"),
        new("qualified name", Placeholders.Name, NameStarts, (in v) => NameForms.QualifiedLength(in v),
            "missing ▸shop.t_orders"),
        new("replica", Placeholders.Name, Starters.Lower, (in v) => NameForms.ReplicaLength(v.Rest),
            "on ▸orders-web-7d9f8b6c5d-qkvxk"),
        new("hexadecimal number", Placeholders.Hex, Starters.Hex, (in v) => NumberForms.HexLength(v.Rest),
            "object ▸0x7ffee4c0"),
        new("number", Placeholders.Number, Starters.Digits, (in v) => NumberForms.Number(in v),
            "after ▸30s"),
    ];

    /// <summary>What starts with a mark.</summary>
    private static IEnumerable<MaskingRule> Marks() =>
    [
        new("quoted value", Placeholders.Quoted, Starters.Of("'\"`“‘「『"), QuoteForms.Quoted,
            "Duplicate entry ▸'bob17-2024' for key"),
        new("path", Placeholders.Path, Starters.Of("/"), (in v) => PathForms.AbsoluteLength(in v),
            "open ▸/var/log/app/x.log: no such file"),
        new("key of a row", Placeholders.Name, Starters.Of("("), MarkForms.Key,
            "Key ▸(email)=(Jane Doe) already exists.") { IsSecret = true },
        new("row", Placeholders.Quoted, Starters.Of("("), MarkForms.Row,
            "DETAIL: Failing row contains ▸(17, Jane Doe, null).") { IsSecret = true },
        new("duplicate key", Placeholders.Name, Starters.Of("{"), MarkForms.DuplicateKey,
            "dup key: ▸{ email: \"x@y.io\" }"),
        new("PEM block", Placeholders.Token, Starters.Of("-"), (in v) => SecretForms.PemLength(v.Rest),
            "▸-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1r") { IsSecret = true },
        new("login of curl", Placeholders.Token, Starters.Of("-"), (in v) => ProseForms.Curl(v.Rest),
            "curl ▸-u admin:hunterhunter failed") { IsSecret = true },
        new("sign", "", Starters.Of("-"), (in v) => MarkForms.SignLength(in v),
            "offset ▸-5 left"),
        new("Chinese person or address", Placeholders.Name, Starters.Chinese, (in v) => PersonForms.ChineseLength(in v),
            "用户▸张杰娜（手机号13800000000）不存在") { IsSecret = true },
    ];
}
