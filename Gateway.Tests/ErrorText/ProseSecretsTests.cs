namespace Gateway.Tests.ErrorText;

/// <summary>Names and passwords that a sentence tells, beside sentences that tell none.</summary>
internal sealed class ProseSecretsTests
{
    [TestCase("account of user jdoe is locked by fraud desk", "jdoe")]
    [TestCase("user jdoe is locked", "jdoe")]
    [TestCase("Login failed for user jdoe", "jdoe")]
    [TestCase("username: jdoe", "jdoe")]
    [TestCase("username jdoe has been disabled", "jdoe")]
    [TestCase("username=jdoe rejected", "jdoe")]
    [TestCase("account mmuster is suspended", "mmuster")]
    [TestCase("Benutzer mmuster ist gesperrt", "mmuster")]
    [TestCase("el usuario agarcia no tiene acceso", "agarcia")]
    [TestCase("the password hunter is wrong", "hunter")]
    [TestCase("wrong password sunshine for this account", "sunshine")]
    [TestCase("your password is sunshine", "sunshine")]
    [TestCase("password: sunshine", "sunshine")]
    [TestCase("Das Passwort sonnenschein ist falsch", "sonnenschein")]
    [TestCase("Kennwort lautet sonnenschein", "sonnenschein")]
    [TestCase("le mot de passe soleil est incorrect", "soleil")]
    [TestCase("mot de passe : soleil", "soleil")]
    [TestCase("la contraseña girasol es incorrecta", "girasol")]
    [TestCase("contraseña: girasol", "girasol")]
    [TestCase("密码 sunshine 错误", "sunshine")]
    [TestCase("密码是sunshine", "sunshine")]
    [TestCase("用户的口令为sunshine，请修改", "sunshine")]
    [TestCase("X-Auth-Token: sunshine", "sunshine")]
    [TestCase("got x-api-key: sunshine instead", "sunshine")]
    [TestCase("basic auth admin:sunshine refused", "sunshine")]
    [TestCase("redis AUTH sunshine", "sunshine")]
    [TestCase("redis AUTH default sunshine failed", "sunshine")]
    public void Mask_SecretInASentence_IsGone(string text, string secret) => Assert.That(ErrorTexts.Masker.Mask(text), Does.Not.Contain(secret));

    [TestCase("password authentication failed")]
    [TestCase("The password is incorrect")]
    [TestCase("password expired")]
    [TestCase("password must be changed")]
    [TestCase("Das Passwort ist falsch")]
    [TestCase("le mot de passe est incorrect")]
    [TestCase("la contraseña no es correcta")]
    [TestCase("user is locked")]
    [TestCase("user session has expired")]
    [TestCase("account balance is too low")]
    [TestCase("basic auth required")]
    [TestCase("NOAUTH Authentication required.")]
    [TestCase("X-Auth-Token: missing")]
    public void Mask_SentenceWithoutSecret_Stays(string text) => Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(text));
}
