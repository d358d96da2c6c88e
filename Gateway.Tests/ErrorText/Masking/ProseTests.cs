namespace Gateway.Tests.ErrorText.Masking;

/// <summary>Sentences about secrets and people that give none away.</summary>
internal sealed class ProseTests
{
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
