// SPDX-License-Identifier: GPL-3.0-or-later
//
// A file is replaced only by a whole one.

#include "window/exporter.h"

#include "files/output_file.h"
#include "ring/ring_view.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace monitor {

namespace {

constexpr int pngRatio = 2;

QByteArray svgOf(RingView &view)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(view.size());
    generator.setViewBox(QRect(QPoint(), view.size()));
    generator.setTitle(QStringLiteral("FunnelKVS"));
    QPainter painter(&generator);
    view.renderPicture(painter, view.size());
    painter.end();
    return bytes;
}

QByteArray pngOf(RingView &view)
{
    QImage image(view.size() * pngRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(pngRatio);
    QPainter painter(&image);
    view.renderPicture(painter, view.size());
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

QString exportPicture(RingView &view, const QString &path)
{
    return writeFile(path, path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive) ? svgOf(view) : pngOf(view));
}

QString writeFile(const QString &path, const QByteArray &bytes)
{
    const QString problem = files::writeFile(path, bytes);
    if (problem.isEmpty())
        return {};
    return QCoreApplication::translate("monitor::Exporter", "Cannot write %1: %2. Choose another folder or name.")
        .arg(path, problem);
}

} // namespace monitor
