// SPDX-License-Identifier: GPL-3.0-or-later
//
// The palette and style of the system are kept, so that the user can return to them.

#include "window/settings.h"

#include <QApplication>
#include <QPalette>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr int localNodesDefault = 5;
constexpr int localNodesMax = 64;

QPalette lightPalette()
{
    QPalette palette(QColor(0xef, 0xef, 0xef), QColor(0xef, 0xef, 0xef));
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(0xf5, 0xf5, 0xf5));
    palette.setColor(QPalette::Highlight, QColor(0x1d, 0x5f, 0x9e));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x0b, 0x57, 0xa4));
    return palette;
}

QPalette darkPalette()
{
    const QColor window(0x2b, 0x2d, 0x30);
    const QColor text(0xe6, 0xe6, 0xe6);
    const QColor grey(0x80, 0x80, 0x80);
    QPalette palette(window, window);
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1f, 0x22));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x28, 0x2b));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, text);
        palette.setColor(QPalette::Disabled, role, grey);
    }
    palette.setColor(QPalette::ToolTipBase, window);
    palette.setColor(QPalette::PlaceholderText, grey);
    palette.setColor(QPalette::Highlight, QColor(0x35, 0x74, 0xb8));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x7a, 0xb8, 0xff));
    palette.setColor(QPalette::LinkVisited, QColor(0x7a, 0xb8, 0xff));
    return palette;
}

} // namespace

Settings::Colours Settings::colours()
{
    const QString word = QSettings().value(u"colours"_s).toString();
    return word == "light"_L1 ? Colours::Light : word == "dark"_L1 ? Colours::Dark : Colours::System;
}

void Settings::setColours(Colours colours)
{
    QSettings().setValue(u"colours"_s,
                         colours == Colours::Light      ? u"light"_s
                             : colours == Colours::Dark ? u"dark"_s
                                                        : QString());
}

void Settings::applyColours()
{
    static const QString systemStyle = QApplication::style()->objectName();
    static const QPalette systemPalette = QApplication::palette();
    const Colours wanted = colours();
    QApplication::setStyle(wanted == Colours::System ? systemStyle : u"fusion"_s);
    QApplication::setPalette(wanted == Colours::System     ? systemPalette
                                 : wanted == Colours::Dark ? darkPalette()
                                                           : lightPalette());
    // The style fills these with the base colour and draws no line around them that could be seen in the dark.
    QPalette marks = QApplication::palette();
    if (marks.color(QPalette::Window).lightness() < 128) {
        marks.setColor(QPalette::Base, QColor(0x5a, 0x5d, 0x62));
        for (const char *widget : {"QRadioButton", "QCheckBox"})
            QApplication::setPalette(marks, widget);
    }
}

QString Settings::language()
{
    return QSettings().value(u"language"_s).toString();
}

void Settings::setLanguage(const QString &language)
{
    QSettings().setValue(u"language"_s, language);
}

int Settings::localNodes()
{
    return qBound(1, QSettings().value(u"localNodes"_s, localNodesDefault).toInt(), localNodesMax);
}

void Settings::setLocalNodes(int nodes)
{
    QSettings().setValue(u"localNodes"_s, nodes);
}

// Earlier versions kept only the last one.
QStringList Settings::recentAddresses()
{
    const QString last = QSettings().value(u"lastAddress"_s).toString();
    const QStringList known = last.isEmpty() ? QStringList() : QStringList(last);
    return QSettings().value(u"recentAddresses"_s, known).toStringList();
}

void Settings::addRecentAddress(const QString &address)
{
    QStringList addresses = recentAddresses();
    addresses.removeAll(address);
    addresses.prepend(address);
    QSettings().setValue(u"recentAddresses"_s,
                         addresses.first(std::min<qsizetype>(addresses.size(), recentAddressesMax)));
}

QString Settings::lastAddress()
{
    return recentAddresses().value(0);
}

int Settings::colouring()
{
    return qBound(0, QSettings().value(u"colouring"_s, 0).toInt(), 2);
}

void Settings::setColouring(int colouring)
{
    QSettings().setValue(u"colouring"_s, colouring);
}

bool Settings::notifies()
{
    return QSettings().value(u"notifies"_s, true).toBool();
}

void Settings::setNotifies(bool notifies)
{
    QSettings().setValue(u"notifies"_s, notifies);
}

QByteArray Settings::windowGeometry()
{
    return QSettings().value(u"windowGeometry"_s).toByteArray();
}

QByteArray Settings::windowState()
{
    return QSettings().value(u"windowState"_s).toByteArray();
}

void Settings::setWindow(const QByteArray &geometry, const QByteArray &state)
{
    QSettings settings;
    settings.setValue(u"windowGeometry"_s, geometry);
    settings.setValue(u"windowState"_s, state);
}

QString Settings::folder()
{
    return QSettings().value(u"folder"_s).toString();
}

void Settings::setFolder(const QString &folder)
{
    QSettings().setValue(u"folder"_s, folder);
}

} // namespace monitor
