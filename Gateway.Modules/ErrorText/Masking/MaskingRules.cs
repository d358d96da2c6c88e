using System.Collections.Immutable;
using Gateway.Modules.ErrorText.Masking.Forms;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>The rules of masking, in the order in which they are tried: the most telling first.</summary>
internal static class MaskingRules
{
    public static readonly ImmutableArray<MaskingRule> All = [.. Words(), .. Marks()];

    /// <summary>What starts where a word does.</summary>
    private static IEnumerable<MaskingRule> Words() =>
    [
        new("generated class", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => GeneratedForms.ClassLength(v.Rest),
            "▸com.acme.Pay$$EnhancerBySpringCGLIB$$3f9c2ab1 failed"),
        new("day and date", Placeholders.Time, Starters.Letters, (in v) => TimeForms.DayLength(v.Rest), "on ▸Thu, 02 May 2024 10:11:12 GMT") { OnPlainWords = true },
        new("date", Placeholders.Time, Starters.Digits, (in v) => TimeForms.DateLength(v.Rest), "at ▸2024-05-02T10:11:12.123Z"),
        new("date with a month's name", Placeholders.Time, Starters.Digits, (in v) => TimeForms.NamedDateLength(v.Rest), "at ▸02/May/2024:10:11:12 +0000"),
        new("month and day", Placeholders.Time, Starters.Letters, (in v) => TimeForms.MonthLength(v.Rest), "at ▸May 2 10:11:12 2024") { OnPlainWords = true },
        new("time of day", Placeholders.Time, Starters.Digits, (in v) => TimeForms.TimeLength(v.Rest), "at ▸10:11:12"),
        new("issuer's key", Placeholders.Token, SecretForms.PrefixStarters, (in v) => SecretForms.PrefixedLength(v.Rest), "token ▸ghp_16C7e42F292c6912E7710c838347 expired") { IsSecret = true, OnPlainWords = true },
        new("random key", Placeholders.Token, Starters.Word, (in v) => RandomForms.LengthOf(v.Rest) is > 0 and var n && AddressForms.UuidLength(v.Rest) == 0 ? n : 0,
            "random ▸aGVsbG8gd29ybGQgdGhpcyBpcyBsb25nZXI5 here") { IsSecret = true, OnPlainWords = true },
        new("secret after its Chinese name", Placeholders.Token, Starters.Word, (in v) => LoginForms.ChineseLength(v.Rest, v.Before), "密码：▸hunterword 错误") { IsSecret = true, OnPlainWords = true },
        new("password in a sentence", Placeholders.Token, Starters.Word, (in v) => v.AnnouncesPassword ? ProseForms.PasswordLength(v.Rest, v.Before) : 0, "your password is ▸sunshine") { IsSecret = true, OnPlainWords = true },
        new("credentials in a sentence", Placeholders.Token, Starters.Word, (in v) => ProseForms.CredentialsLength(v.Rest, v.KeptWord, v.Between), "basic auth ▸admin:sunshine refused") { IsSecret = true, OnPlainWords = true },
        new("Oracle login", Placeholders.Token, Starters.Word, (in v) => v.Previous == ':' || v.KeptWord is "sqlplus" ? LoginForms.OracleLoginLength(v.Rest, v.Rest.RunOf(Characters.Word)) : 0,
            "jdbc:oracle:thin:▸scott/tigertiger@db:1521/ORCL") { IsSecret = true },
        new("authorization scheme", Placeholders.Token, Starters.Of("bB"), (in v) => SecretForms.Scheme(v.Rest), "got ▸Bearer mF_9.B5f-4.1JqM") { IsSecret = true, OnPlainWords = true },
        new("secret after its name", Placeholders.Token, Starters.Word, SecretForms.NamedValue, "▸client_secret=opensesame rejected") { IsSecret = true, OnPlainWords = true },
        new("ARN", Placeholders.Name, Starters.Of("a"), (in v) => IdentifierForms.ResourceNameLength(v.Rest), "User: ▸arn:aws:iam::123456789012:user/jane is denied"),
        new("directory entry", Placeholders.Name, Starters.Letters, (in v) => IdentifierForms.DirectoryLength(v.Rest), "entry ▸cn=Jane Doe,ou=people,dc=acme,dc=com not bound"),
        new("cloud region", Placeholders.Name, Starters.Lower, (in v) => RegionForms.LengthOf(v.Rest), "in region ▸us-east-1"),
        new("version", Placeholders.Number, Starters.Digits + Starters.Of("vV"), (in v) => NumberForms.VersionLength(v.Rest, v.KeptWord), "expected ▸v1.2.3"),
        new("URL", Placeholders.Url, Starters.Letters, (in v) => AddressForms.UrlLength(v.Rest), "GET ▸https://shop.example.com/orders/17?token=abc failed"),
        new("mail address", Placeholders.Mail, Starters.Word, (in v) => AddressForms.MailLength(v.Rest), "mail to ▸jane.doe@example.com bounced"),
        new("UUID", Placeholders.Uuid, Starters.Hex, (in v) => AddressForms.UuidLength(v.Rest), "request ▸550e8400-e29b-41d4-a716-446655440000"),
        new("IPv6 address", Placeholders.Address, Starters.Hex + Starters.Of(":["), (in v) => v.IsInWord && !Characters.IsWord(v.Rest[0]) ? 0 : AddressForms.Ipv6Length(v.Rest), "to ▸[2001:db8::17]:443"),
        new("groups of hexadecimal digits", Placeholders.Hex, Starters.Hex, (in v) => IdentifierForms.HexGroupsLength(v.Rest), "device ▸08:00:2b:01:02:03") { OnPlainWords = true },
        new("IPv4 address", Placeholders.Address, Starters.Digits, (in v) => AddressForms.Ipv4Length(v.Rest), "from ▸10.0.0.1:5432"),
        new("language model", Placeholders.Model, ModelForms.Starts, (in v) => ModelForms.LengthOf(v.Rest), "The model ▸gpt-4o-mini does not exist"),
        new("this machine", Placeholders.Host, Starters.Of("l"), (in v) => AddressForms.ThisMachineLength(v.Rest), "connect to ▸localhost:8080"),
        new("host before its address", Placeholders.Host, Starters.Word, (in v) => AddressForms.HostBeforeAddressLength(v.Rest), "connect to ▸orders/10.0.0.1:80"),
        new("container and port", Placeholders.Host, Starters.Lower + Starters.Digits, (in v) => AddressForms.ContainerLength(v.Rest), "dial ▸orders-db:5432"),
        new("host", Placeholders.Host, Starters.Lower + Starters.Digits + Starters.Of("_"), (in v) => AddressForms.HostLength(v.Rest), "getaddrinfo ENOTFOUND ▸db-3.prod.internal"),
        new("SQLSTATE", null, Starters.Digits + Starters.Upper, (in v) => Taken.Keep(CodeForms.StateLength(v.Rest)), "▸40P01: deadlock detected"),
        new("HRESULT", null, Starters.Of("0"), (in v) => Taken.Keep(CodeForms.ResultLength(v.Rest)), "SqlException (▸0x80131904): Timeout expired"),
        new("product's code", null, Starters.Letters, (in v) => Taken.Keep(CodeForms.ProductLength(v.Rest)), "▸ORA-00060: deadlock detected"),
        new("number that is a code", null, Starters.Digits, (in v) => Taken.Keep(CodeForms.NumberLength(in v)), "HTTP ▸503"),
        new("SQL statement", Placeholders.Statement, Starters.Of("siudSIUD"), (in v) => SqlForms.StatementLength(v.Rest, v.Previous, v.Before.TrimEnd(' ') is [.., ':']), "bad SQL grammar [▸select * from t_orders where id = ?]") { OnPlainWords = true },
        new("namespace of an error", "", Starters.Word, (in v) => TypeForms.ErrorType(v.Rest), "▸org.acme.client.NoNodeException: none"),
        new("built file", Placeholders.Path, Starters.Word, (in v) => v.Previous is '-' or '.' or '~' ? 0 : PathForms.WithMethod(v.Rest, GeneratedForms.AssetLength(v.Rest)), "loading ▸index-B4x7kQ2z.js failed"),
        new("Windows path", Placeholders.Path, Starters.Letters + Starters.Of("\\"), (in v) => v.Rest[0] == '\\' ? v.IsInWord ? 0 : PathForms.WindowsLength(v.Rest) : PathForms.WithMethod(v.Rest, PathForms.WindowsLength(v.Rest)), "open ▸C:\\apps\\x.dll"),
        new("relative path", Placeholders.Path, Starters.Word, (in v) => PathForms.WithMethod(v.Rest, PathForms.RelativeLength(v.Rest)), "in ▸src/pay/charge.py"),
        new("file", Placeholders.Path, Starters.Word, (in v) => PathForms.WithMethod(v.Rest, PathForms.FileLength(v.Rest)), "FileNotFoundException: ▸vertex.json"),
        new("person by title", Placeholders.Name, Starters.Upper, (in v) => PersonForms.LengthAfter(v.Rest, v.KeptWord, v.Between), "for customer ▸Jane Doe is") { IsSecret = true, OnPlainWords = true },
        new("person in a sentence", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => ProseForms.PersonLength(v.Rest, v.KeptWord, v.Between), "user ▸jdoe is locked") { IsSecret = true, OnPlainWords = true },
        new("name of a thing", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.LengthByThing(v.Rest, v.BeforeKeptWord, v.KeptWord, v.Between)), "permission denied for table ▸ticket") { OnPlainWords = true },
        new("name of a Chinese thing", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.LengthByChineseThing(in v)), "列[▸ORDER_NO]长度超出定义") { OnPlainWords = true },
        new("kind of record", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.EntityLength(in v)), "▸Shipment 17 does not exist") { OnPlainWords = true },
        new("variable", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.VariableLength(in v)), "TypeError: ▸order.map is not a function") { OnPlainWords = true },
        new("field", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.FieldLength(in v)), "The ▸user_id has already been taken") { OnPlainWords = true },
        new("method of a class", Placeholders.Name, Starters.Upper, (in v) => NameForms.Named(in v, NameForms.MethodLength(v.Rest)), "▸OrderClient#load(Long) timed-out"),
        new("class of an application", Placeholders.Name, Starters.Upper, (in v) => NameForms.Named(in v, NameForms.OwnClassLength(v.Rest)), "▸TicketController is abstract") { OnPlainWords = true },
        new("constraint or index", Placeholders.Name, NameForms.KeyStarters, (in v) => NameForms.Named(in v, NameForms.KeyLength(v.Rest)), "violates ▸fk_orders_tenant"),
        new("class in a package", Placeholders.Name, NameForms.PackageStarters, (in v) => NameForms.Named(in v, NameForms.PackagedLength(v.Rest)), "cannot be cast to ▸com.acme.dto.OrderDTO"),
        new("qualified name", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.QualifiedLength(v.Rest)), "missing ▸shop.t_orders"),
        new("replica", Placeholders.Name, Starters.Lower, (in v) => NameForms.Named(in v, NameForms.ReplicaLength(v.Rest)), "on ▸orders-web-7d9f8b6c5d-qkvxk"),
        new("custom field", Placeholders.Name, Starters.Letters + Starters.Of("_"), (in v) => NameForms.Named(in v, NameForms.CustomFieldLength(v.Rest)), "no ▸Amount__c here"),
    ];

    /// <summary>What starts with a mark, or within a word.</summary>
    private static IEnumerable<MaskingRule> Marks() =>
    [
        new("Chinese name in brackets", Placeholders.Quoted, Starters.Of("【“"), (in v) => PersonForms.BracketLength(v.Rest, v.Before) is > 0 and var n ? new Taken(1, n - 2, 1) : 0, "商品▸【无线鼠标】库存不足") { IsSecret = true },
        new("quoted value", Placeholders.Quoted, Starters.Of("'\"`“‘「『"), QuoteForms.Quoted, "Duplicate entry ▸'bob17-2024' for key"),
        new("variable in braces", Placeholders.Name, Starters.Of("$"), (in v) => MarkForms.BracesLength(v.Rest), "no ▸${db.url} here"),
        new("variable in parentheses", Placeholders.Name, Starters.Of("$"), (in v) => v.Previous == '(' ? MarkForms.ParameterLength(v.Rest) : 0, "call of (▸$order) failed"),
        new("proxy class", Placeholders.Name, Starters.Of("$"), (in v) => v.Rest.At(1) == 'P' ? GeneratedForms.ClassLength(v.Rest) : 0, "class ▸$Proxy17 has no method"),
        new("path in a document", Placeholders.Name, Starters.Of("$"), (in v) => v.Rest.At(1) == '.' && char.IsAsciiLetter(v.Rest.At(2)) ? 2 + v.Rest[2..].RunOf(Characters.Word) : 0, "at ▸$.items of"),
        new("path", Placeholders.Path, Starters.Of("/"), PathForms.Absolute, "open ▸/var/log/app/x.log: no such file"),
        new("key and row", Placeholders.Name, Starters.Of("("), MarkForms.KeyDetail, "Key ▸(email)=(Jane Doe) already exists.") { IsSecret = true },
        new("row", Placeholders.Quoted, Starters.Of("("), MarkForms.Row, "DETAIL: Failing row contains ▸(17, Jane Doe, null).") { IsSecret = true },
        new("duplicate key", Placeholders.Name, Starters.Of("{"), MarkForms.DuplicateKey, "dup key: ▸{ email: \"x@y.io\" }"),
        new("identity of an object", Placeholders.Hex, Starters.Of("@"), MarkForms.Identity, "Order▸@4e25154f"),
        new("PEM block", Placeholders.Token, Starters.Of("-"), (in v) => SecretForms.PemLength(v.Rest), "▸-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1r") { IsSecret = true },
        new("login of curl", Placeholders.Token, Starters.Of("-"), (in v) => v.Rest.StartsWith("-u ", StringComparison.Ordinal) && LoginForms.CredentialsLength(v.Rest[3..]) is > 0 and var n ? new Taken(3, n) : 0, "curl ▸-u admin:hunterhunter failed") { IsSecret = true },
        new("sign", "", Starters.Of("-"), (in v) => char.IsAsciiDigit(v.Rest.At(1)) && v.Previous is '\0' or ' ' or '=' or '(' or '[' or ',' ? 1 : 0, "offset ▸-5 left"),
        new("telephone number", Placeholders.Number, Starters.Of("+"), (in v) => v.IsInWord ? 0 : NumberForms.PhoneLength(v.Rest), "phone ▸+1-202-555-0143") { IsSecret = true },
        new("random key after a plus", Placeholders.Token, Starters.Of("+"), MarkForms.KeyAfterPlus, "key ▸+aGVsbG8gd29ybGQgdGhpcyBpcyBsb25nZXI5") { IsSecret = true },
        new("instance", Placeholders.Name, Starters.Of("#<"), (in v) => IdentifierForms.InstanceLength(v.Rest), "undefined method for ▸#<Invoice:0x000071f2a8c0>"),
        new("Chinese person or address", Placeholders.Name, Starters.Chinese, (in v) => PersonForms.ChineseLength(v.Rest, v.Before), "用户▸张杰娜（手机号13800000000）不存在") { IsSecret = true },
        new("number plate", Placeholders.Token, Starters.Chinese, (in v) => PersonForms.PlateLength(v.Rest), "车牌号▸京A12345已存在") { IsSecret = true },
    ];
}
