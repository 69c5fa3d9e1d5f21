#pragma once

#include "render/mapexport.h"

#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace inceptoscope {

class MessageBar;

/// Copy and save, as actions for menus: all maps or the chosen one, as pictures or as values. Asks
/// where to, and tells in a message bar what came of it; what takes long can be cancelled there.
class MapExports : public QObject
{
    Q_OBJECT

public:
    /// What there is to be taken away now.
    struct Content
    {
        MapPicture sheet;
        MapPicture map; ///< of the chosen channel
        int channel = -1;
        QString name; ///< for files, without an ending: "inception_b.3"
        FilterPicture filters; ///< where they are shown in place of maps
    };

    MapExports(std::function<Content()> content, MessageBar *message, QWidget *parent);

    QList<QAction *> actions() const { return m_actions; }
    /// "Save all maps as PNG", or all filters.
    QAction *mainAction() const;
    /// Whether there are maps, and whether one is chosen.
    void setAvailable(bool maps, bool chosen);
    /// In place of maps: filters, all of them, as a picture and as NPY.
    void setFiltersAvailable(bool filters);

private:
    void add(const QString &text, bool ofChosen, std::function<void()> run);
    void addSave(const QString &text, const QString &suffix, bool ofChosen,
                 std::function<void(const QString &path)> save);
    void askAndSave(const QString &title, const QString &suffix, bool ofChosen,
                    const std::function<void(const QString &path)> &save);
    MapValues values(bool ofChosen) const;
    MapPicture picture(bool ofChosen) const;
    void copyAll();
    void saveAll(const QString &path);
    void saveAllValues(const QString &path);
    void nameActions(bool filters);
    void connectMessage();

    std::function<Content()> m_content;
    MessageBar *m_message;
    QWidget *m_widget;
    MapExport *m_export;
    QList<QAction *> m_actions;
    QList<QAction *> m_ofChosen;
    QString m_underWay;
};

} // namespace inceptoscope
