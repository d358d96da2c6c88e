using System.Buffers;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>Text under construction: on the stack while it fits, then in a pooled array. Dispose it.</summary>
internal ref struct CharBuffer(Span<char> initial)
{
    private Span<char> _chars = initial;
    private char[]? _rented;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Written => _chars[..Length];

    public void Append(char c)
    {
        if (Length == _chars.Length)
        {
            Grow(1);
        }

        _chars[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _chars.Length - Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_chars[Length..]);
        Length += text.Length;
    }

    public void Truncate(int length) => Length = length;

    public readonly override string ToString() => Written.ToString();

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented, clearArray: true);
            _rented = null;
        }
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, Length + more));
        Written.CopyTo(larger);
        Dispose();
        _rented = larger;
        _chars = larger;
    }
}
