#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QPointer>

#include <utility>

class QAction;
class QMenu;
class QWidget;

namespace inceptoscope {

class MainWindow;
class MessageBar;

/// Ctrl+S: exports what has the focus, wherever on a page that is. Views with an export of their
/// own know the key themselves; whatever else has the focus belongs to a pane. What no pane has is
/// here: the photo as it is shown, and the predictions.
class ExportKey : public QObject
{
    Q_OBJECT

public:
    /// Of the window's pages; tells in the bar what came of it.
    ExportKey(MainWindow *window, MessageBar *message);

    /// What the key stands for now; null: nothing.
    QAction *action() const;
    /// Does that, or says that there is nothing to export.
    void press();

    /// The photo and the predictions, for menus.
    QList<QAction *> actions() const { return {m_photo, m_predictions}; }
    /// Prints the key beside that of the menu's actions that it stands for when it is opened.
    void printIn(QMenu *menu);

private:
    void addPhoto();
    void addPredictions();
    void savePredictions(const QString &path);
    void updateActions();
    void findPlaces();
    QAction *ofExplore() const;
    void print(const QList<QAction *> &actions);
    void unprint();

    MainWindow *m_window;
    MessageBar *m_message;
    QAction *m_photo = nullptr;
    QAction *m_predictions;
    QPointer<QWidget> m_focus; ///< of the pages: a menu takes it, too
    QList<std::pair<QWidget *, QAction *>> m_places; ///< of Explore, parts before what they are in
    QList<std::pair<QAction *, QKeySequence>> m_printed; ///< what the keys are without the menu
};

} // namespace inceptoscope
