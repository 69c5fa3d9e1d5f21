#pragma once

#include <QWidget>

class QAction;

namespace inceptoscope {

class DropZone;
class FilmstripView;
class PhotoListModel;
class Selection;

/// The photos, side by side, with what the network sees in them. The current one is the selected
/// photo of `selection`, both ways. Drops are the window's.
class Filmstrip : public QWidget
{
    Q_OBJECT

public:
    /// `model` and `selection` live longer.
    explicit Filmstrip(PhotoListModel *model, Selection *selection, QWidget *parent = nullptr);

    /// Takes the chosen photos out of the list; Delete triggers it in the strip.
    QAction *removeAction() const { return m_remove; }
    /// The photos, where actions for the chosen one may be added.
    QWidget *view() const { return focusProxy(); }

    /// Photos hang over the window: the strip shows where they go.
    void setDropHighlighted(bool highlighted);

signals:
    /// The place for drops was clicked.
    void openRequested();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void addActions();
    void connectModel();
    void fit();
    void showSelectedPhoto();
    void selectCurrentPhoto();
    void updateActions();

    void afterRemoval();
    void removeSelected();
    void copyPaths();
    void showInFolder();
    QList<int> selectedRows() const;
    QStringList selectedPaths() const;

    PhotoListModel *m_model;
    Selection *m_selection;
    FilmstripView *m_view;
    DropZone *m_dropZone;
    QAction *m_remove;
    QAction *m_copyPath;
    QAction *m_showInFolder;
    bool m_removing = false; ///< one run of rows after the other
};

} // namespace inceptoscope
