// SPDX-License-Identifier: GPL-3.0-or-later
//
// Eight bytes a line fit a narrow dock.

#include "panels/value_text.h"

#include "model/names.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <QJsonDocument>
#include <QMimeDatabase>

#include <QBuffer>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int bytesInALine = 8;

bool isImage(const QByteArray &bytes)
{
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    return buffer.open(QIODevice::ReadOnly) && QImageReader(&buffer).canRead();
}

bool isJsonContainer(const QByteArray &bytes)
{
    const QByteArray start = bytes.left(64).trimmed();
    return (start.startsWith('{') || start.startsWith('[')) && !QJsonDocument::fromJson(bytes).isNull();
}

} // namespace

ValueForm formOf(const QByteArray &bytes, const QByteArray &contentType)
{
    if (bytes.isEmpty())
        return ValueForm::Text;
    const bool isDeclaredJson = contentType.startsWith("application/json") || contentType.contains("+json");
    if (isJsonContainer(bytes) || (isDeclaredJson && !QJsonDocument::fromJson(bytes).isNull()))
        return ValueForm::Json;
    if (!isReadableText(bytes) || contentType.startsWith("image/"))
        return isImage(bytes) ? ValueForm::Image : isReadableText(bytes) ? ValueForm::Text : ValueForm::Hex;
    return ValueForm::Text;
}

QString hexDump(const QByteArray &bytes, qsizetype bytesMax)
{
    const qsizetype shown = std::min(bytes.size(), bytesMax);
    QString text;
    for (qsizetype at = 0; at < shown; at += bytesInALine) {
        const QByteArray line = bytes.mid(at, std::min<qsizetype>(bytesInALine, shown - at));
        QString ascii;
        for (const char byte : line)
            ascii += byte >= 0x20 && byte < 0x7f ? QLatin1Char(byte) : QLatin1Char('.');
        text += u"%1  %2  %3\n"_s.arg(at, 4, 16, QLatin1Char('0'))
                    .arg(QString::fromLatin1(line.toHex(' ')).leftJustified(bytesInALine * 3 - 1), ascii);
    }
    if (shown < bytes.size())
        text += QCoreApplication::translate("monitor::ValueText", "… and %1 more")
                    .arg(sizeText(quint64(bytes.size() - shown)));
    return text;
}

QByteArray typeOfFile(const QString &path)
{
    const QMimeType type = QMimeDatabase().mimeTypeForFile(QFileInfo(path).fileName(), QMimeDatabase::MatchExtension);
    return type.isDefault() ? QByteArray() : type.name().toLatin1();
}

} // namespace monitor
