using System.Collections.Frozen;
using System.Text;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Recognises texts that say that something failed, but not what: reason phrases, apologies, references. Such a text is near many
/// errors and means none of them, so it shares clusters with its like only.
/// </summary>
internal static class OpaqueText
{
    /// <summary>A text this long has said something, whatever its words are.</summary>
    private const int LongestOpaque = 400;

    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        ("a an and any are as at be been by can cannot could do for from has have if in into is it its more no not of on or our out so that the there "
        + "this to us was we were what when while with you your "
        + "http https status code statuscode error errors err internal server servererror internalservererror internalerror unexpected unknown unspecified generic general "
        + "unhandled uncaught exception failure failed fail fault fatal problem issue trouble technical "
        + "occurred occured happened encountered processing process handle handling request requests response operation complete completed page action "
        + "bad gateway badgateway service temporarily temporary unavailable serviceunavailable something went wrong whoops oops oh uh sorry apologize apologies inconvenience "
        + "please try retry again later moment minutes soon contact support administrator admin webmaster team help back go home "
        + "message details detail description reference ref id trace traceid requestid correlation incident ticket number timestamp time date see log logs "
        + "application runtime system backend upstream origin proxy edge web site host rpc desc api reported received returned raised thrown invalid incomplete response body empty page html plain "
        + "prevented prevent fulfilling complete completing condition without encountering successfully success succeed indicate working restore possible "
        + "engineers notified notify recorded tracked track masked hidden production customer people know look looks seems hang tight oopsie hiccup broken whitelabel explicit mapping this "
        + "webserver middleware container platform debug correlationid requestid errorid errorcode returncode retcode errcode errmsg ray transaction "
        + "axios guzzle feign restclient openai anthropic http net exceptions exception client httperror httpserver url unusual wrongly off just now hours days try "
        + "had about temporary assistance either likely due got answer behind text powered unable displayed because execution recovered panic servers services engineer or "
        + "only some all were following further information info persists persist continues these automatically another general logged being acting poorly formatted decoding function crashed worker "
        + "nginx apache tengine awselb microsoft azure akamai fastly varnish guru meditation xid whitelabel netlify vercel heroku lambda kong apisix istio debian ubuntu centos unix port cherrypy gunicorn uvicorn werkzeug openresty caddy cloudflare iis tomcat jetty express envoy haproxy traefik null none undefined nan true false type title code msg").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    // Longest first, so that a part never breaks its whole.
    private static readonly string[] Phrases =
    [
        .. "服务器内部错误 系统内部错误 服务暂时不可用 服务器错误 服务器异常 服务器开小差 服务器繁忙 服务不可用 联系管理员 系统错误 系统异常 系统繁忙 未知错误 未知异常 内部错误 内部异常 请求失败 请求出错 操作失败 操作异常 网络异常 网络错误 处理失败 稍后再试 稍后重试 开小差 出错了 出现了 发生了 出现 发生 错误 异常 失败 抱歉 联系 客服 服务器 服务 系统 稍后 再试 重试 您的 处理 请求 请 了 时 吧 啦 的 您 很 对不起 当前 时间 码 编号 状态 信息 代码 服务端 服务器端 后台 日志 详情 查看 刷新 页面 网关 源站 返回 无效 响应 边缘节点 无法获取 有效 内容 流水号 请使用 开发者 此时 稍候 未能 完成 未捕获 未处理 意外 我们 已 收到 正在 修复 工程师 通知 上游 代理 网站 暂时 无法 访问 不可用 技术 问题 程序 应用 内部 未知 系统级 接口 调用 执行 操作 哎呀 抢修 攻城狮 反馈给 由于 再次 加速 后端 抱歉 百度云 收到 再 到 在 被 是 有 和 与 或 为 后 中 一个 个 点 小 出 管理员 人员 管理"
            .Split(' ').OrderByDescending(phrase => phrase.Length),
    ];

    /// <param name="masked">Masked text; placeholders such as <c>{n}</c> say nothing.</param>
    public static bool Is(string masked)
    {
        if (masked.Length > LongestOpaque)
        {
            return false;
        }

        var ideographs = new StringBuilder();
        var at = 0;
        while (at < masked.Length)
        {
            if (masked[at] == '{' && EndOfPlaceholder(masked, at) is var end and > 0)
            {
                at = end;
            }
            else if (!char.IsLetter(masked[at]))
            {
                at++;
            }
            else if (!char.IsAscii(masked[at]))
            {
                ideographs.Append(masked[at++]);
            }
            else
            {
                var start = at;
                at = EndOfWord(masked, start);
                if (!Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(masked.AsSpan(start, at - start)))
                {
                    return false;
                }
            }
        }

        return SaysNothing(ideographs);
    }

    /// <summary>The parts of a camelCase name are words.</summary>
    private static int EndOfWord(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end])
            && !(char.IsAsciiLetterUpper(text[end])
                && (char.IsAsciiLetterLower(text[end - 1]) || (end + 1 < text.Length && char.IsAsciiLetterLower(text[end + 1])))))
        {
            end++;
        }

        return end;
    }

    private static bool SaysNothing(StringBuilder ideographs)
    {
        foreach (var phrase in Phrases)
        {
            if (ideographs.Length == 0)
            {
                break;
            }

            ideographs.Replace(phrase, "");
        }

        return ideographs.Length == 0;
    }

    private static int EndOfPlaceholder(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '-'))
        {
            end++;
        }

        return end < text.Length && end > start + 1 && text[end] == '}' ? end + 1 : 0;
    }
}
