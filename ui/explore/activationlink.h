#pragma once

#include "filters/filterloader.h"

#include <QObject>

namespace inceptoscope {

class ActivationPane;
class Explorer;
enum class ShownValues;

/// Keeps the activation pane and the explorer's selection in step: what is selected is shown, and
/// what is chosen in the pane is selected.
class ActivationLink : public QObject
{
    Q_OBJECT

public:
    ActivationLink(Explorer *explorer, ActivationPane *pane, QObject *parent);

    /// What is selected, or why it is not there.
    void show();

private:
    void connectExplorer();
    void connectPane();
    void showElement();
    void showBackdrop();
    void choose(ShownValues shown);
    void loadFilters(ColourMap map, ScaleMode scale);
    void showWithoutMaps();
    bool isOnItsWay() const;
    QString whatLacks() const;
    QString subject() const;

    Explorer *m_explorer;
    ActivationPane *m_pane;
    FilterLoader *m_filters;
};

} // namespace inceptoscope
