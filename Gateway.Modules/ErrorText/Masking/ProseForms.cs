using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// Recognises passwords and people that a sentence tells, <c>the password hunter2 is wrong</c>, <c>user jdoe is locked</c>: a word after the one that
/// announces it, unless it is a word that errors use there. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class ProseForms
{
    private const int LongestAnnouncement = 40;
    private const int LongestValue = 128;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\"'`,;()[]{}<>，。；、！？：“”「」（）");

    /// <summary>What announces a password, in English, German, French, Spanish and Chinese.</summary>
    private static readonly string[] Passwords =
    [
        "password", "passphrase", "passcode", "passwort", "kennwort", "mot de passe", "contraseña", "contrasena", "密码", "口令",
    ];

    private static readonly SearchValues<string> AnyPassword = SearchValues.Create(Passwords, StringComparison.OrdinalIgnoreCase);

    /// <summary>What may stand between the announcement and the value.</summary>
    private static readonly string[] Links = [" is", " was", " of", " ist", " war", " lautet", " lautete", " est", " était", " es", " era", "是", "为", "：", ":"];

    /// <summary>What errors say of a password or of a person, in these languages. Other words are the value.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Said = new HashSet<string>(
        ("is was are were be been has have had must cannot can can't does doesn't did didn't do don't not no for of in and or to on at by with from required missing invalid incorrect wrong expired "
        + "authentication authenticating reset resets change changed changes changing policy policies hash hashes hashing hashed field fields length too should may might mismatch mismatched match matches "
        + "provided given supplied entered verification verify validation complexity strength protected protection grant rotation file manager attempts attempt confirmation contains contain needs need "
        + "as than that which check checks checking failed fails failure rejected denied encryption encrypted decryption encoded encoding based login already used unknown empty blank null none set update "
        + "updated reuse reused history link store storage vault database prompt callback will would could if when because digest algorithm characters character weak short long old new current same "
        + "incorrectly correctly again you your they contain recovery help hint reminder mode type types plugin auth method provider service server client error errors exception yes via using without "
        + "agent support care team location region country address ip device input output role roles group groups groupname name names names' profile balance settings data number numbers holder manager agreement interface space story experience defined supplied "
        + "session sessions request requests token tokens account accounts id ids email key keys code limit limits quota level status state info information details record records object registration "
        + "creation management directory permissions permission credentials plan billing tier region type class context query message messages content prompt pool model table view index lookup not-found "
        + "locked disabled blocked suspended banned inactive deactivated deleted removed exists exist lacks lack exceeded rejected unauthorized unauthenticated unverified closed mapping store "
        + "falsch ungültig abgelaufen fehlt fehlerhaft nicht stimmt stimmen muss darf kann konnte wurde wird war ist für und oder des der von im in zu geändert zurückgesetzt erforderlich soll enthält hat "
        + "authentifizierung leer gesperrt benötigt vergessen unbekannt inkorrekt "
        + "incorrecte invalide expiré expirée requis obligatoire oublié est doit ne n'est pour de du a trop manquant erroné actuel et ou sont vide pas faux refusé non "
        + "incorrecta incorrecto inválida inválido no es del para debe ha requerida vencida expirada caducada y o vacía demasiado errónea equivocada obligatoria "
        + "actual rechazada faltante").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whom a name is one of.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> People = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "user", "username", "login", "account", "customer", "member", "employee", "subscriber", "benutzer", "nutzer", "benutzername", "konto", "utilisateur", "usuario", "cuenta", "compte",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What happens to a person; with a verb before it where it is a word alone.</summary>
    private static readonly string[] Fates =
    [
        " does not exist", " doesn't exist", " does not have ", " doesn't have ", " has no ", " cannot ", " not found", " already exists", " lacks ", " no tiene ", " hat kein", " n'a pas ",
        " locked", " blocked", " disabled", " suspended", " banned", " failed to log", " could not be authenticated", " is not a ", " is already ",
    ];

    private static readonly string[] Verbs =
    [
        " is currently ", " is temporarily ", " is ", " was ", " has been ", " ist ", " wurde ", " est ", " a été ", " está ", " es ", " ha sido ",
    ];

    private static readonly string[] States =
    [
        "locked", "disabled", "blocked", "suspended", "banned", "inactive", "deactivated", "deleted", "frozen", "restricted", "revoked", "terminated", "closed", "unauthorized", "removed", "archived",
        "logged", "barred", "not allowed", "not authorized", "not permitted", "not found", "not active", "not verified", "not enabled", "not logged", "gesperrt", "deaktiviert", "blockiert", "gelöscht",
        "unbekannt", "bloqué", "verrouillé", "désactivé", "suspendu", "bloquead", "deshabilitad", "desactivad", "suspendid",
    ];

    /// <summary>Whether the text announces a password at all: few do, and then each word is asked.</summary>
    public static bool AnnouncesPassword(ReadOnlySpan<char> text) => text.ContainsAny(AnyPassword);

    /// <summary>The password at the start of the text, by what is before it.</summary>
    public static int PasswordLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - LongestAnnouncement)..];
        if (before.IsEmpty || before[^1] is not (' ' or ':' or '=' or >= '\u0080'))
        {
            return 0;
        }

        var named = WithoutLink(before.TrimEnd(" =:"));
        return named.EndsWithAny(Passwords, StringComparison.OrdinalIgnoreCase) ? ValueLength(text) : 0;
    }

    /// <summary>The name at the start of the text, by the word before it and by what is said of it.</summary>
    public static int PersonLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> between)
    {
        if (between.Length is 0 or > 3 || between.IndexOfAnyExcept(" :=") >= 0 || !People.Contains(before))
        {
            return 0;
        }

        var length = ValueLength(text);
        var isAssigned = between.Trim(' ') is ":" or "=";
        return length >= 2 && (isAssigned || HasFate(text[length..])) ? length : 0;
    }

    /// <summary>What follows <c>AUTH</c>, Redis' command, and <c>basic auth name:password</c>.</summary>
    public static int CredentialsLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> between)
    {
        if (between is not (" " or ": ") || !(before.Equals("auth", StringComparison.OrdinalIgnoreCase) || before.StartsWith("credential", StringComparison.OrdinalIgnoreCase)))
        {
            return 0;
        }

        var end = EndOf(text);
        var colon = text[..end].IndexOf(':');
        if (colon > 0 && colon < end - 1)
        {
            // A host with its port is none.
            return text[(colon + 1)..end].ContainsAnyExceptInRange('0', '9') ? end : 0;
        }

        var command = before is "AUTH" && between is " " ? ValueLength(text) : 0;
        var second = command > 0 && text.At(command) == ' ' ? text[(command + 1)..] : [];
        // Since Redis 6 the user's name may come first.
        return text[..command] is "default" || (second.Length > 0 && second[..EndOf(second)].HasDigit()) ? command + 1 + ValueLength(second) : command;
    }

    private static bool HasFate(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWithAny(Fates))
        {
            return true;
        }

        foreach (var verb in Verbs)
        {
            if (rest.StartsWith(verb, StringComparison.Ordinal) && rest[verb.Length..].StartsWithAny(States))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> WithoutLink(ReadOnlySpan<char> before)
    {
        foreach (var link in Links)
        {
            if (before.EndsWith(link, StringComparison.OrdinalIgnoreCase))
            {
                return before[..^link.Length].TrimEnd(" =:");
            }
        }

        return before;
    }

    private static int ValueLength(ReadOnlySpan<char> text)
    {
        var length = EndOf(text);
        var value = text[..length];
        var word = value.TrimEnd(".:!?");
        return word.IsEmpty || Said.Contains(word) || NameWords.IsOrdinary(word) || NameWords.IsTelling(word) ? 0 : word.Length;
    }

    private static int EndOf(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestValue)].IndexOfAny(ValueEnd);
        return end < 0 ? Math.Min(text.Length, LongestValue) : end;
    }
}
