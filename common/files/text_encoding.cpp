// SPDX-License-Identifier: GPL-3.0-or-later
//
// The marks: The Unicode Standard, 23.8.

#include "files/text_encoding.h"

namespace files {

QByteArrayView withoutByteOrderMark(QByteArrayView text)
{
    constexpr QByteArrayView mark("\xef\xbb\xbf");
    return text.startsWith(mark) ? text.sliced(mark.size()) : text;
}

QString encodingProblem(QByteArrayView text)
{
    // That of UTF-32 in little-endian order begins like that of UTF-16.
    const bool isOther = text.startsWith("\xff\xfe") || text.startsWith("\xfe\xff")
        || text.startsWith(QByteArrayView("\0\0\xfe\xff", 4));
    return isOther ? QStringLiteral("the text is in UTF-16 or UTF-32; save it as UTF-8") : QString();
}

} // namespace files
